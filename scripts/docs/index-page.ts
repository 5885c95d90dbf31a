import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Document } from '../generate/document.js'
import { overviewOf } from '../generate/overview.js'
import { aspectsOf, changesBetween } from './aspects.js'
import { changesSection, columnsSection, comparison, versionSection } from './index-sections.js'
import type { Description } from './description.js'
import { inline, text } from './html.js'
import { layoutsOf } from './layouts.js'
import { navigation, navigationStyle, type Place, REFERENCE } from './navigation.js'

/** The page that says what there is: the versions, how they differ, and the columns of every file. No scripts. */
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
