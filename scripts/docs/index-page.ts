import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Document } from '../generate/document.js'
import { overviewOf } from '../generate/overview.js'
import { type Aspect, aspectsOf, type Change, changesBetween } from './aspects.js'
import { callbacksOf, type Description, type Entry, operationsOf } from './description.js'
import { code, inline, table, text } from './html.js'
import { layoutsOf, type ShownColumn, type ShownLayout } from './layouts.js'
import { navigation, navigationStyle, type Place, REFERENCE } from './navigation.js'

/** The picture of a report, as a part of the page. */
const picture = async (): Promise<string> => `data:image/png;base64,${await readFile('docs/report.png', 'base64')}`

/** The index page: the versions, how they differ, and the columns of every file. It has no scripts. */
export const renderIndex = async (
  documents: readonly (Document & Description)[],
  places: readonly Place[],
): Promise<string> => {
  const newestFirst = documents.toSorted((a, b) => b.info.version.localeCompare(a.info.version))
  const versions = newestFirst.map((document) => ({ version: document.info.version, layouts: layoutsOf(document) }))
  const overview = overviewOf([...documents])
  const aspects = aspectsOf(overview)
  const changes = overview.versions
    .map((version, at) => ({
      version,
      since: overview.versions[at - 1] ?? '',
      changes: changesBetween(aspects, at - 1, at),
    }))
    .slice(1)
    .reverse()
  const { name = '', description = '' } = JSON.parse(await readFile('package.json', 'utf8')) as Record<string, string>
  const style = `\n${await navigationStyle()}${await readFile('scripts/docs/index-page.css', 'utf8')}`
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`
  const [summary = ''] = description.split(':')
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <title>${text(name)}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="data:,">
    <style>${style}</style>
  </head>
  <body>
    ${navigation(places, 'index.html')}
    <header>
      <h1>${text(name)}</h1>
      <p>${inline(summary)}: create an export, wait for it, download its file, and read the calls in it. A typed
      client and a command line do all of it, both generated from the descriptions on these pages. They are written by
      hand from the provider's public documents, and not made by DIDWW.</p>
      <p>The API is dated: each request says which version it is for, and each version has a page of its own. The <a href="${REFERENCE}">TypeScript reference</a> lists what the package exports.</p>
      <figure><img src="${await picture()}" width="1060" height="900" alt="A report of didww-exports: totals, charts by day, and a map of weekdays and hours"><figcaption><code>didww-exports report</code> makes a page of the calls that a directory holds.</figcaption></figure>
      <p>On this page: <a href="#versions">versions</a>, <a href="#compared">compared</a>,
      <a href="#changes">what changed</a>, <a href="#columns">columns of the files</a>.</p>
    </header>
    <main>
      <h2 id="versions">Versions</h2>
      ${newestFirst.map(versionSection).join('')}
      <h2 id="compared">Compared</h2>
      <p>A star marks what is required.</p>
      ${comparison(overview.versions, aspects)}
      <h2 id="changes">What changed</h2>
      ${changes.map(changesSection).join('')}
      <h2 id="columns">Columns of the files</h2>
      <p>Columns are found by their name in the header. One that is not listed is kept under <code>other</code>.
      Times are UTC; every value may be empty, which reads as <code>null</code>.</p>
      ${columnsSection(versions)}
    </main>
  </body>
</html>
`
}

/** A version and the layouts of its files. */
interface ShownVersion {
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

/** A version and its operations. */
const versionSection = (description: Document & Description): string => {
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

/** All versions side by side, newest first. */
const comparison = (versions: readonly string[], aspects: readonly Aspect[]): string => {
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

/** What a version adds to the previous one, and what it lacks. */
const changesSection = ({
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
        ${changes.length === 0 ? '<p>No names. The page of the version says what differs.</p>' : `<ul>${changes.map(change).join('')}\n        </ul>`}
      </section>`

const columnRow = ({ column, property, type, description, example }: ShownColumn): string[] => [
  text(column),
  code(property),
  text(type),
  inline(description) + (example === undefined ? '' : ` <small>${code(example)}</small>`),
]

/** The columns of each layout, once for all versions that share it. */
const columnsSection = (versions: readonly ShownVersion[]): string => {
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
