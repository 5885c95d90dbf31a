import type { Document } from '../generate/document.js'
import type { Description, Sample } from './description.js'
import { layoutsOf, type ShownColumn, type ShownLayout } from './layouts.js'

const LANGUAGES: Record<string, string> = { curl: 'sh', TypeScript: 'typescript' }

const fenced = ({ lang, label, source }: Sample): string =>
  `**${label}**\n\n\`\`\`${LANGUAGES[lang] ?? ''}\n${source}\n\`\`\``

/** A cell of a Markdown table. */
const cell = (value: string): string => value.replace(/\s+/g, ' ').replaceAll('|', '\\|')

const row = ({ column, property, type, required, description, example }: ShownColumn): string => {
  const facts = [`*${type}*`, ...(required ? ['always there'] : []), ...(example ? [`such as \`${example}\``] : [])]
  return `| **${cell(column)}**<br>\`${property}\` | ${cell(description)}<br>${cell(facts.join(', '))} |`
}

const layout = ({ exportType, name, description, columns }: ShownLayout): string => {
  const table = columns.length === 0 ? [] : [['| Column | Meaning |', '|---|---|', ...columns.map(row)].join('\n')]
  return [`### ${exportType}, ${name}`, description, ...table].join('\n\n')
}

/**
 * The description as its page shows it: Redoc shows neither the lines of a file nor the samples of a
 * callback or a tag, so they become text.
 */
export const shownDescription = (given: Document & Description): Description => {
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
