import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildDocs } from '../../scripts/docs/build.js'
import type { Description } from '../../scripts/docs/description.js'
import { serveFolder } from '../../scripts/docs/serve.js'
import type { Document } from '../../scripts/generate/document.js'
import type { Page } from 'playwright-core'
import { openBrowser, type OpenBrowser } from './browser.js'
import { type ObservedPage, observedPage } from './observed-page.js'

/** The documents, built and served, and a browser to read them with. */
export interface BuiltDocs {
  readonly folder: string
  readonly url: string
  readonly browser: OpenBrowser['browser']
  /** Opens a page, in a window of so many pixels. */
  readonly open: (name: string, width?: number) => Promise<ObservedPage>
  readonly close: () => Promise<void>
}

export const buildAndOpen = async (): Promise<BuiltDocs> => {
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-docs-'))
  const [{ browser, close: quit }] = await Promise.all([openBrowser(), buildDocs(folder)])
  const { url, close: stop } = await serveFolder(folder, 0)
  return {
    folder,
    url,
    browser,
    open: async (name, width) => {
      const observed = await observedPage(browser, new URL(url).origin, width)
      await observed.page.goto(url + name)
      return observed
    },
    close: async () => {
      await quit()
      await stop()
      await rm(folder, { recursive: true })
    },
  }
}

export const describedAs = async (version: string): Promise<Document & Description> =>
  JSON.parse(await readFile(`generated/openapi/${version}.json`, 'utf8')) as Document & Description

/** How many pixels the content is wider than the window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
