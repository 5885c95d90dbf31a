import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Document } from '../generate/document.js'
import { type Description, operationsOf, type Sample } from './description.js'
import { layoutsOf, type ShownColumn, type ShownLayout } from './layouts.js'
import { navigation, navigationStyle, type Place } from './navigation.js'
import { redocly } from './redocly.js'

const LOGO = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(?:-full)?\.svg/g

/** Replaces the logo that Redoc loads from its own host. */
const OWN_LOGO =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" width="38" height="12"><text y="10" font-family="sans-serif" font-size="11" fill="#2467f2">Redoc</text></svg>',
  ).replaceAll("'", '%27')

const hashOf = (content: string): string => `'sha256-${createHash('sha256').update(content).digest('base64')}'`

/** A policy that lets the page load nothing and run only its own scripts. */
const policyFor = (scripts: readonly string[]): string =>
  [
    "default-src 'none'",
    `script-src ${scripts.map(hashOf).join(' ')}`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

/** Makes a page of Redoc self-contained. */
const selfContained = (html: string): string => {
  const local = html.replace(LOGO, OWN_LOGO)
  if (local === html) throw new Error('Redoc no longer has the logo that docs/page.ts replaces')
  const scripts = [...local.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script = '']) => script)
  return local.replace('%POLICY%', policyFor(scripts))
}

/** Options that list the labels of all samples, because Redoc shows no others. It opens the first one. */
const optionsFor = (description: Description): string => {
  const byLanguage = new Map<string, Set<string>>()
  for (const { lang, label } of operationsOf(description).flatMap(({ samples }) => samples)) {
    byLanguage.set(lang, (byLanguage.get(lang) ?? new Set()).add(label))
  }
  const labels = [...byLanguage.values()].flatMap((ofOne) => [...ofOne])
  return JSON.stringify({ codeSamples: { languages: [...labels, 'Payload'].map((lang) => ({ lang })) } })
}

const templateFor = async (places: readonly Place[], page: string): Promise<string> => {
  const template = await readFile('scripts/docs/page.template', 'utf8')
  return template
    .replace('%NAVIGATION_STYLE%', await navigationStyle())
    .replace('%NAVIGATION%', navigation(places, page))
}

/** Builds the Redoc page of a bundled description. */
export const buildPage = async (
  name: string,
  description: Document & Description,
  places: readonly Place[],
  folder: string,
): Promise<string> => {
  const { title, version } = description.info
  const page = `${name}.html`
  const work = await mkdtemp(join(tmpdir(), 'didww-exports-page-'))
  const [input, template, output] = ['openapi.json', 'page.template', page].map((name) => join(work, name)) as [
    string,
    string,
    string,
  ]
  await writeFile(input, JSON.stringify(shownDescription(description)))
  await writeFile(template, await templateFor(places, page))
  const { code, stderr } = await redocly([
    ...['build-docs', input, '--inlineBundle', '--output', output],
    ...['--title', `${title} ${version}`, '--template', template],
    ...['--openapi', optionsFor(description)],
  ])
  if (code !== 0) throw new Error(`redocly build-docs ${name}: ${stderr}`)
  await writeFile(join(folder, page), selfContained(await readFile(output, 'utf8')))
  await rm(work, { recursive: true })
  return page
}

const LANGUAGES: Record<string, string> = { curl: 'sh', TypeScript: 'typescript' }

const fenced = ({ lang, label, source }: Sample): string =>
  `**${label}**\n\n\`\`\`${LANGUAGES[lang] ?? ''}\n${source}\n\`\`\``

/** Text as a cell of a Markdown table. */
const cell = (value: string): string => value.replace(/\s+/g, ' ').replaceAll('|', '\\|')

const row = ({ column, property, type, required, description, example }: ShownColumn): string => {
  const facts = [`*${type}*`, ...(required ? ['always present'] : []), ...(example ? [`such as \`${example}\``] : [])]
  return `| **${cell(column)}**<br>\`${property}\` | ${cell(description)}<br>${cell(facts.join(', '))} |`
}

const layout = ({ exportType, name, description, columns }: ShownLayout): string => {
  const table = columns.length === 0 ? [] : [['| Column | Meaning |', '|---|---|', ...columns.map(row)].join('\n')]
  return [`### ${exportType}, ${name}`, description, ...table].join('\n\n')
}

/**
 * The description as its page shows it. Redoc shows neither the columns of a file nor the samples of a callback or a
 * tag, so they become text.
 */
const shownDescription = (given: Document & Description): Description => {
  const shown: Description = structuredClone(given)
  for (const operation of Object.values(shown.webhooks ?? {}).flatMap((methods) => Object.values(methods))) {
    const samples = operation['x-codeSamples'] ?? []
    operation.description = [operation.description ?? '', ...samples.map(fenced)].join('\n\n')
  }
  for (const tag of shown.tags) {
    const layouts = tag.name === 'records' ? layoutsOf(given).map(layout) : []
    tag.description = [tag.description, ...(tag['x-codeSamples'] ?? []).map(fenced), ...layouts].join('\n\n')
  }
  return shown
}
