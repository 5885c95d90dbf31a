import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { brotliDecompressSync } from 'node:zlib'
import { dirname, join } from 'node:path'
import { readFile } from 'node:fs/promises'
import type { ReportData } from './data.js'

/** Where the build puts the page without its data: compressed, since it is as large as a third of the command line. */
const templatePath = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('didww-exports/package.json')), 'dist/src/cli/report.html.br')

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** What stands between two tags. */
const between = (html: string, before: string, after: string): string => {
  const from = html.lastIndexOf(before) + before.length
  return html.slice(from, html.indexOf(after, from))
}

/** A policy that lets the page load nothing, send nothing, and run only its own script. */
const policyFor = (html: string): string =>
  [
    "default-src 'none'",
    `script-src ${hashOf(between(html, '<script>', '</script>'))}`,
    `style-src ${hashOf(between(html, '<style>', '</style>'))}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

/** The page of a report: one file that opens offline. No text of a call can end the element that its data is in. */
export const renderPage = async (data: ReportData): Promise<string> => {
  const template = brotliDecompressSync(await readFile(templatePath())).toString()
  const json = JSON.stringify(data).replaceAll('<', '\\u003c')
  return template.replace('%POLICY%', () => policyFor(template)).replace('%DATA%', () => json)
}
