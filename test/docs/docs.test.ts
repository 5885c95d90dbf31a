import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiVersions } from '../../generated/versions.js'
import { buildDocs } from '../../scripts/docs/build.js'
import { callbacksOf, type Description, operationsOf } from '../../scripts/docs/description.js'
import { type FileServer, serveFolder } from '../../scripts/docs/serve.js'
import { openBrowser, type OpenBrowser } from './browser.js'
import { type ObservedPage, observedPage } from './observed-page.js'

let folder: string
let server: FileServer
let chromium: OpenBrowser

const describedAs = async (version: string): Promise<Description> =>
  JSON.parse(await readFile(`generated/openapi/${version}.json`, 'utf8')) as Description

const open = async (name: string, width?: number): Promise<ObservedPage> => {
  const observed = await observedPage(chromium.browser, new URL(server.url).origin, width)
  await observed.page.goto(server.url + name)
  return observed
}

/** How many pixels the content is wider than the window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Redoc scrolls to an operation once those before it are laid out. */
const scrolledTo = (page: Page, summary: string): Promise<void> => {
  const heading = page.getByRole('heading', { name: summary })
  return expect
    .poll(() => heading.evaluate((element) => Math.abs(element.getBoundingClientRect().top)))
    .toBeLessThan(300)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-docs-'))
  chromium = await openBrowser()
  await buildDocs(folder)
  server = await serveFolder(folder, 0)
}, 60_000)

afterAll(async () => {
  await chromium.close()
  await server.close()
  await rm(folder, { recursive: true })
})

test('one page for each version, and an index', async () => {
  expect((await readdir(folder)).sort()).toEqual([...apiVersions.map((version) => `${version}.html`), 'index.html'])
})

test('the same spec gives the same bytes', async () => {
  const again = await mkdtemp(join(tmpdir(), 'didww-exports-docs-'))
  for (const name of await buildDocs(again)) {
    expect((await readFile(join(again, name))).equals(await readFile(join(folder, name))), name).toBe(true)
  }
  await rm(again, { recursive: true })
})

describe('the index', () => {
  test.each([1280, 360])('fits a window of %i pixels', async (width) => {
    const { page, faults } = await open('index.html', width)
    expect(await overflow(page)).toBe(0)
    expect(faults).toEqual([])
    await page.close()
  })

  test('reads without scripts and links every version', async () => {
    const context = await chromium.browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(server.url)
    for (const version of apiVersions) {
      await page.getByRole('link', { name: version, exact: true }).click()
      await page.waitForURL(`**/${version}.html`)
      await page.getByRole('link', { name: 'All versions' }).click()
      await page.waitForURL('**/index.html')
    }
    expect(await page.locator('script').count()).toBe(0)
    await context.close()
  })
})

describe.each(apiVersions)('the page of %s', (version) => {
  test('opens every operation from the sidebar', async () => {
    const description = await describedAs(version)
    const { page, faults } = await open(`${version}.html`)
    expect(await page.title()).toBe(`${description.info.title} ${version}`)
    const entry = (name: string): Locator =>
      page.getByTestId('menu-item-label').filter({ has: page.getByText(name, { exact: true }) })
    for (const tag of ['Exports', 'Callbacks']) {
      await entry(tag).click()
      for (const { summary, name, anchor } of tag === 'Exports'
        ? operationsOf(description)
        : callbacksOf(description)) {
        await entry(summary).click()
        await page.waitForURL(`**/${version}.html${anchor}`)
        await page.getByRole('heading', { name: summary }).waitFor()
        await page.getByText(name, { exact: true }).filter({ visible: true }).first().waitFor()
      }
    }
    expect(faults).toEqual([])
    await page.close()
  })

  test('opens every operation by the link of the index', async () => {
    const description = await describedAs(version)
    for (const { summary, anchor } of [...operationsOf(description), ...callbacksOf(description)]) {
      const { page, faults } = await open('index.html')
      await page.locator(`a[href="${version}.html${anchor}"]`).click()
      await scrolledTo(page, summary)
      expect(faults).toEqual([])
      await page.close()
    }
  })

  test('shows voice_out_trunk.id once cdr_out is chosen', async () => {
    const { page, faults } = await open(`${version}.html#/exports/createexport`)
    const property = page.getByText('voice_out_trunk.id')
    const choice = page.getByRole('tab', { name: 'cdr_out', exact: true })
    await choice.waitFor()
    expect(await property.filter({ visible: true }).count()).toBe(0)
    await choice.click()
    await property.filter({ visible: true }).first().waitFor()
    expect(faults).toEqual([])
    await page.close()
  })

  test('shows every sample of creating', async () => {
    const create = operationsOf(await describedAs(version)).find(({ anchor }) => anchor === '#/exports/createexport')
    const { page, faults } = await open(`${version}.html#/exports/createexport`)
    await scrolledTo(page, create?.summary ?? '')
    let shown = create?.samples[0]?.label ?? 'a sample'
    for (const { label, source } of create?.samples ?? []) {
      await page.getByText(shown, { exact: true }).filter({ visible: true }).first().click()
      // Not a click: Redoc still scrolls while it lays out what stands above.
      await page.getByRole('menuitem', { name: label, exact: true }).dispatchEvent('click')
      const code = page.locator('pre').filter({ visible: true, hasText: source.split('\n').at(-1) ?? source })
      await code.first().waitFor()
      shown = label
    }
    expect(shown).toBe('TypeScript')
    expect(faults).toEqual([])
    await page.close()
  })

  test('finds voice_out_trunk.id', async () => {
    const { page, faults } = await open(`${version}.html`)
    await page.getByTestId('search-trigger').click()
    await page.getByPlaceholder('Search docs...').fill('voice_out_trunk.id')
    await page.getByText('request fields').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL('**#/exports/createexport**')
    expect(faults).toEqual([])
    await page.close()
  })

  test('refuses to load or to run anything else', async () => {
    const { page } = await open(`${version}.html`)
    const refused = await page.evaluate(async () => {
      const violations: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
      const script = document.createElement('script')
      script.textContent = 'document.title = "changed"'
      const image = new Image()
      image.src = 'http://127.0.0.1:9/logo.svg'
      document.body.append(script, image)
      await fetch('http://127.0.0.1:9/').catch(() => undefined)
      await new Promise((done) => setTimeout(done, 100))
      return violations.sort()
    })
    expect(refused).toEqual(expect.arrayContaining(['connect-src', 'img-src', 'script-src-elem']))
    expect(await page.title()).not.toBe('changed')
    await page.close()
  })

  test('fits a phone', async () => {
    const { page, faults } = await open(`${version}.html`, 360)
    await page.getByRole('heading', { name: version }).waitFor()
    expect(await overflow(page)).toBe(0)
    expect(faults).toEqual([])
    await page.close()
  })
})
