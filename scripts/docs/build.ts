import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundle } from '../generate/bundle.js'
import { datedRoots } from './apis.js'
import type { Description } from './description.js'
import { renderIndex } from './index-page.js'
import { buildPage } from './page.js'

/** Replaces `folder` by one page for each dated version and an index. Gives the names of the files. */
export const buildDocs = async (folder: string): Promise<string[]> => {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const build = async (root: string): Promise<Description> => {
    const description = JSON.parse(await bundle(root)) as Description
    await buildPage(root, description, join(folder, `${description.info.version}.html`))
    return description
  }
  const descriptions = await Promise.all((await datedRoots()).map(build))
  await writeFile(join(folder, 'index.html'), await renderIndex(descriptions))
  return ['index.html', ...descriptions.map(({ info }) => `${info.version}.html`)]
}
