import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { bundleAll } from '../generate/bundle.js'
import type { Document } from '../generate/document.js'
import { datedRoots, listedApis } from './apis.js'
import type { Description } from './description.js'
import { renderIndex } from './index-page.js'
import { placesOf, REFERENCE } from './navigation.js'
import { buildPage } from './page.js'
import { buildReference } from './reference.js'

/** Writes the index, a page for each description, and the reference of the package into `folder`, and nothing else. */
export const buildDocs = async (folder: string): Promise<string[]> => {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const dated = await datedRoots()
  const others = (await listedApis()).map(({ root }) => root).filter((root) => !dated.includes(root))
  const roots = [...dated, ...others]
  const bundles = await bundleAll(roots)
  const documents = bundles.map((text) => JSON.parse(text) as Document & Description)
  const names = roots.map((root) => basename(root, '.yaml'))
  const places = placesOf(names.slice(0, dated.length), names.slice(dated.length))
  const pages = Promise.all(documents.map((document, at) => buildPage(names[at] ?? '', document, places, folder)))
  const index = renderIndex(documents.slice(0, dated.length), places).then((html) =>
    writeFile(join(folder, 'index.html'), html),
  )
  await Promise.all([pages, index, buildReference(join(folder, 'typescript'), places)])
  return ['index.html', ...(await pages), REFERENCE]
}
