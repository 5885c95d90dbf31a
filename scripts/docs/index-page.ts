import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { callbacksOf, type Description, type Entry, operationsOf } from './description.js'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const text = (value: string): string => value.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)

const line =
  (page: string) =>
  ({ method, name, summary, anchor }: Entry): string => `
        <li>
          <a href="${text(page + anchor)}">${text(summary)}</a>
          <span class="wire"><b class="${method.toLowerCase()}">${method}</b> <code>${text(name)}</code></span>
        </li>`

const list = (heading: string, page: string, entries: Entry[]): string =>
  entries.length === 0 ? '' : `<h3>${heading}</h3>\n      <ul>${entries.map(line(page)).join('')}\n      </ul>`

const section = (description: Description): string => {
  const { version, summary } = description.info
  const page = `${version}.html`
  const note = description.info['x-default-version'] ? ' <small>the default</small>' : ''
  return `
    <section>
      <h2><a href="${text(page)}">${text(version)}</a>${note}</h2>
      <p>${text(summary)}</p>
      ${list('Operations', page, operationsOf(description))}
      ${list('Callbacks', page, callbacksOf(description))}
    </section>`
}

/** The page that names the versions, newest first. It has no scripts. */
export const renderIndex = async (descriptions: readonly Description[]): Promise<string> => {
  const newestFirst = [...descriptions].sort((a, b) => b.info.version.localeCompare(a.info.version))
  const { name, description } = JSON.parse(await readFile('package.json', 'utf8')) as Record<string, string>
  const style = '\n' + (await readFile('scripts/docs/index-page.css', 'utf8'))
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`
  const title = newestFirst[0]?.info.title ?? ''
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <title>${text(title)}: the API by version</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="data:,">
    <style>${style}</style>
  </head>
  <body>
    <header>
      <p class="package"><code>${text(name ?? '')}</code></p>
      <h1>${text(title)}</h1>
      <p>${text(description ?? '')}</p>
    </header>
    <main>
    <p>The API is dated: a request names its version in <code>X-DIDWW-API-Version</code>. Each version has a reference of its own.</p>${newestFirst.map(section).join('')}
    </main>
  </body>
</html>
`
}
