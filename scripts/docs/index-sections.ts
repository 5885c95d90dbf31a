import type { Document } from '../generate/document.js'
import type { Aspect, Change } from './aspects.js'
import { callbacksOf, type Description, type Entry, operationsOf } from './description.js'
import { code, inline, table, text } from './html.js'
import type { ShownColumn, ShownLayout } from './layouts.js'

/** A version with the forms of its files. */
export interface ShownVersion {
  version: string
  layouts: ShownLayout[]
}

const line =
  (page: string) =>
  ({ method, name, summary, anchor }: Entry): string => `
          <li>
            <a href="${text(page + anchor)}">${text(summary)}</a>
            <span class="wire"><b class="${method.toLowerCase()}">${method}</b> ${code(name)}</span>
          </li>`

const list = (heading: string, page: string, entries: Entry[]): string =>
  entries.length === 0 ? '' : `<h4>${heading}</h4>\n        <ul>${entries.map(line(page)).join('')}\n        </ul>`

/** A version with its operations. */
export const versionSection = (description: Document & Description): string => {
  const { version, summary } = description.info
  const page = `${version}.html`
  const note = description.info['x-default-version'] ? ' <small>the default</small>' : ''
  return `
      <section>
        <h3><a href="${text(page)}">${text(version)}</a>${note}</h3>
        <p>${inline(summary)}</p>
        ${list('Operations', page, operationsOf(description))}
        ${list('Callbacks', page, callbacksOf(description))}
      </section>`
}

const names = (values: readonly string[]): string => values.map(code).join(', ')

/** Every version beside the others, newest first; columns are listed further down. */
export const comparison = (versions: readonly string[], aspects: readonly Aspect[]): string => {
  const rows = aspects.map(({ label, names: byVersion, layouts }) => {
    const separator = label === 'operations' ? '<br>' : ', '
    const cells = byVersion.map((found) => found.map(code).join(separator) || '–')
    return [text(label), ...(layouts?.map((layout) => text(layout) || '–') ?? cells).toReversed()]
  })
  return table('Versions compared', ['Names', ...versions.toReversed().map(code)], rows)
}

const change = ({ label, came, went }: Change): string => `
          <li><b>${text(label)}</b>
            ${came.length > 0 ? `<span><ins>new</ins> ${names(came)}</span>` : ''}
            ${went.length > 0 ? `<span><del>gone</del> ${names(went)}</span>` : ''}
          </li>`

/** What a version has that the one before had not, and the other way round. */
export const changesSection = ({
  version,
  since,
  changes,
}: {
  version: string
  since: string
  changes: readonly Change[]
}): string => `
      <section class="changes">
        <h3>${text(since)} to <a href="${text(version)}.html">${text(version)}</a></h3>
        ${changes.length === 0 ? '<p>No names. What differs is told on the page of the version.</p>' : `<ul>${changes.map(change).join('')}\n        </ul>`}
      </section>`

const columnRow = ({ column, property, type, description, example }: ShownColumn): string[] => [
  text(column),
  code(property),
  text(type),
  inline(description) + (example === undefined ? '' : ` <small>${code(example)}</small>`),
]

/** The columns of each form of a file, once for all versions that share it. */
export const columnsSection = (versions: readonly ShownVersion[]): string => {
  const shared = new Map<string, { layout: ShownLayout; versions: string[] }>()
  for (const { version, layouts } of versions) {
    for (const layout of layouts) {
      const key = JSON.stringify(layout)
      const entry = shared.get(key) ?? { layout, versions: [] }
      entry.versions.push(version)
      shared.set(key, entry)
    }
  }
  return [...shared.values()]
    .map(({ layout, versions: having }) => {
      const { exportType, name, description, columns } = layout
      const title = `${exportType}, ${name}: ${having.join(', ')}`
      const head = ['Column', 'Property', 'Type', 'Meaning']
      return `
      <details>
        <summary>${code(exportType)} ${text(name)} <small>${text(having.join(', '))}</small></summary>
        <p>${inline(description)}</p>
        ${columns.length === 0 ? '' : table(title, head, columns.map(columnRow))}
      </details>`
    })
    .join('')
}
