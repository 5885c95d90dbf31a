import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { type Description, operationsOf } from './description.js'
import { redocly } from './redocly.js'

const LOGO = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(?:-full)?\.svg/g

/** Stands in for the logo, which Redoc loads from its own host. */
const OWN_LOGO =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" width="38" height="12"><text y="10" font-family="sans-serif" font-size="11" fill="#2467f2">Redoc</text></svg>',
  ).replaceAll("'", '%27')

/** Nothing may be loaded from anywhere, and only the scripts of the page as built may run. */
const policyFor = (scripts: readonly string[]): string => {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/** Makes a page of Redoc self-contained. */
export const selfContained = (html: string): string => {
  const local = html.replace(LOGO, OWN_LOGO)
  if (local === html) throw new Error('Redoc no longer has the logo that docs/page.ts replaces')
  const scripts = [...local.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script = '']) => script)
  return local.replace('%POLICY%', policyFor(scripts))
}

/** Redoc shows a sample only when its label is among these; the first that an operation has is open. */
const optionsFor = (description: Description): string => {
  const byLanguage = new Map<string, Set<string>>()
  for (const { lang, label } of operationsOf(description).flatMap(({ samples }) => samples)) {
    byLanguage.set(lang, (byLanguage.get(lang) ?? new Set()).add(label))
  }
  const labels = [...byLanguage.values()].flatMap((ofOne) => [...ofOne])
  return JSON.stringify({ codeSamples: { languages: [...labels, 'Payload'].map((lang) => ({ lang })) } })
}

/** Builds the Redoc page of one description, which stands in `root` and is given bundled too. */
export const buildPage = async (root: string, description: Description, output: string): Promise<void> => {
  const { title, version } = description.info
  const { code, stderr } = await redocly([
    ...['build-docs', root, '--inlineBundle', '--output', output],
    ...['--title', `${title} ${version}`, '--template', 'scripts/docs/page.template'],
    ...['--openapi', optionsFor(description)],
  ])
  if (code !== 0) throw new Error(`redocly build-docs ${root}: ${stderr}`)
  await writeFile(output, selfContained(await readFile(output, 'utf8')))
}
