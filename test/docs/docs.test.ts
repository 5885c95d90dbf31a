import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiVersions } from '../../generated/versions.js'
import { buildDocs } from '../../scripts/docs/build.js'
import { callbacksOf, type Description, operationsOf } from '../../scripts/docs/description.js'
import type { Document } from '../../scripts/generate/document.js'
import { layoutsOf } from '../../scripts/docs/layouts.js'
import { readEntries } from '../../scripts/docs/reference.js'
import { bundle } from '../../scripts/generate/bundle.js'
import { datedRoots, listedApis } from '../../scripts/docs/apis.js'
import { placesOf } from '../../scripts/docs/navigation.js'
import { buildPage } from '../../scripts/docs/page.js'
import { importedEntries } from '../../scripts/package/entries.js'
import { type FileServer, serveFolder } from '../../scripts/docs/serve.js'
import { openBrowser, type OpenBrowser } from './browser.js'
import { type ObservedPage, observedPage } from './observed-page.js'
import { refusals } from './refusals.js'

let folder: string
let server: FileServer
let chromium: OpenBrowser

const describedAs = async (version: string): Promise<Document & Description> =>
  JSON.parse(await readFile(`generated/openapi/${version}.json`, 'utf8')) as Document & Description

const others = (await listedApis()).map(({ root }) => basename(root, '.yaml')).filter((name) => !/^\d/.test(name))
const places = placesOf(apiVersions, others)

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
  ;[chromium] = await Promise.all([openBrowser(), buildDocs(folder)])
  server = await serveFolder(folder, 0)
}, 60_000)

afterAll(async () => {
  await chromium.close()
  await server.close()
  await rm(folder, { recursive: true })
})

test('one page for each description, an index, and the reference of the package', async () => {
  const pages = (await listedApis()).map(({ root }) => basename(root, '.yaml') + '.html')
  expect((await readdir(folder)).sort()).toEqual([...pages, 'index.html', 'typescript'].sort())
})

test('the same spec gives the same bytes', async () => {
  const again = await mkdtemp(join(tmpdir(), 'didww-exports-docs-'))
  const [first = ''] = await datedRoots()
  const document = JSON.parse(await bundle(first)) as Document & Description
  const name = await buildPage(document.info.version, document, places, again)
  expect((await readFile(join(again, name))).equals(await readFile(join(folder, name)))).toBe(true)
  await rm(again, { recursive: true })
})

describe('the index', () => {
  test.each([
    [1280, 'light'],
    [360, 'dark'],
  ] as const)('fits a window of %i pixels and is accessible (%s)', async (width, colorScheme) => {
    const { page, faults } = await open('index.html', width)
    await page.emulateMedia({ colorScheme })
    const summaries = await page.locator('summary').all()
    for (const summary of width > 1000 ? summaries : summaries.slice(0, 1)) await summary.click()
    expect(await overflow(page)).toBe(0)
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run())
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    expect(faults).toEqual([])
    await page.close()
  })

  test('reads without scripts: every version, every column of every file', async () => {
    const context = await chromium.browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(server.url)
    expect(await page.locator('script').count()).toBe(0)
    const html = await page.content()
    for (const version of apiVersions) {
      for (const { columns } of layoutsOf(await describedAs(version))) {
        for (const { property } of columns) expect(html).toContain(`<code>${property}</code>`)
      }
      await page.getByRole('navigation').getByRole('link', { name: version }).click()
      await page.waitForURL(`**/${version}.html`)
      await page.getByRole('link', { name: 'Overview' }).click()
      await page.waitForURL('**/index.html')
    }
    await context.close()
  })

  test('can be used by keyboard', async () => {
    const { page } = await open('index.html')
    const walked: (string | null)[] = []
    for (let step = 0; step < places.length; step += 1) {
      await page.keyboard.press('Tab')
      walked.push(await page.evaluate(() => document.activeElement?.textContent ?? null))
    }
    expect(walked).toEqual(places.map(({ name }) => name))
    await page.locator('summary').first().focus()
    await page.keyboard.press('Enter')
    await page.locator('details[open] table').waitFor()
    await page.close()
  })

  test('says what each version added', async () => {
    const { page } = await open('index.html')
    const change = page.locator('.changes', { has: page.getByRole('link', { name: '2026-04-16' }) })
    const text = await change.first().innerText()
    expect(text).toMatch(/new\s+from \*, to \*/)
    expect(text).toMatch(/gone\s+year \*, month \*/)
    expect(text).toContain('PATCH /v3/exports/{id}')
    await page.close()
  })
})

describe('the reference of the package', () => {
  test.each([1280, 360])('opens and finds a name at %i pixels', async (width) => {
    const { page, faults } = await open('typescript/index.html', width)
    for (const { specifier: name } of await importedEntries()) {
      await page.getByRole('link', { name, exact: true }).filter({ visible: true }).first().waitFor()
    }
    await page.locator('#tsd-search-trigger').click()
    await page.keyboard.type('createExportsClient')
    await page.locator('#tsd-search-results a', { hasText: 'createExportsClient' }).first().click()
    await page.getByRole('heading', { name: 'Function createExportsClient' }).waitFor()
    expect(await overflow(page)).toBe(0)
    expect(faults).toEqual([])
    expect(await refusals(page)).toEqual(expect.arrayContaining(['connect-src', 'img-src', 'script-src-elem']))
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.waitForURL('**/index.html')
    await page.close()
  })

  test('a public name without a docstring is reported', async () => {
    const { findings } = await readEntries(
      [{ specifier: 'undocumented', source: 'test/docs/undocumented/names.ts' }],
      'test/docs/undocumented/tsconfig.json',
    )
    expect(findings).toEqual([
      expect.stringContaining('silent (CallSignature)'),
      expect.stringContaining('Silence (Interface)'),
    ])
  })
})

test.each(others)('the page of %s opens', async (name) => {
  const { page, faults } = await open(`${name}.html`)
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: false }).waitFor()
  await page.getByTestId('search-trigger').waitFor()
  expect(faults).toEqual([])
  await page.close()
})

describe.each(apiVersions)('the page of %s', (version) => {
  test('opens every operation from the sidebar, and the other versions at the same one', async () => {
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
    await entry('Exports').click()
    await entry('Retrieve an export').click()
    await page.waitForURL('**#/exports/retrieveexport')
    const other = apiVersions.find((one) => one !== version) ?? version
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: other }).click()
    await page.waitForURL(`**/${other}.html#/exports/retrieveexport`)
    await scrolledTo(page, 'Retrieve an export')
    expect(faults).toEqual([])
    await page.close()
  })

  test('shows every column of every file and how to read them, and finds a filter', async () => {
    const description = await describedAs(version)
    const { page, faults } = await open(`${version}.html#/records`)
    await page.getByRole('heading', { name: 'link to Records' }).waitFor()
    for (const sample of ['gunzip | head', 'decodeRecords(']) await page.getByText(sample).first().waitFor()
    for (const { exportType, name, columns } of layoutsOf(description)) {
      const title = `${exportType}, ${name}`
      await page.getByTestId('menu-item-label').filter({ hasText: title }).click()
      await page.getByRole('heading', { name: title }).waitFor()
      const names = columns.flatMap(({ column, property }) => [column, property])
      const lacking = async (): Promise<string[]> => {
        const shown = await page.locator('body').innerText()
        return names.filter((one) => !shown.includes(one))
      }
      await expect.poll(lacking, { timeout: 5000 }).toEqual([])
    }
    await page.getByTestId('search-trigger').click()
    await page.getByPlaceholder('Search docs...').fill('voice_out_trunk.id')
    await page.getByText('request fields').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL('**#/exports/createexport**')
    expect(faults).toEqual([])
    await page.close()
  })

  test('is opened by a link of the index, and shows the filters and samples of creating', async () => {
    const { page, faults } = await open('index.html')
    await page.locator(`a[href="${version}.html#/exports/createexport"]`).click()
    const create = operationsOf(await describedAs(version)).find(({ id }) => id === 'createExport')
    await scrolledTo(page, create?.summary ?? '')
    const property = page.getByText('voice_out_trunk.id')
    const choice = page.getByRole('tab', { name: 'cdr_out', exact: true })
    await choice.waitFor()
    expect(await property.filter({ visible: true }).count()).toBe(0)
    await choice.click()
    await property.filter({ visible: true }).first().waitFor()
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

  test('fits a phone, and refuses to load or to run anything else', async () => {
    const { page, faults } = await open(`${version}.html`, 360)
    await page.getByRole('heading', { name: version }).waitFor()
    expect(await overflow(page)).toBe(0)
    expect(faults).toEqual([])
    expect(await refusals(page)).toEqual(expect.arrayContaining(['connect-src', 'img-src', 'script-src-elem']))
    expect(await page.title()).not.toBe('changed')
    await page.close()
  })
})
