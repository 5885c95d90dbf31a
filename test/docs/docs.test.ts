import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiVersions } from '../../generated/versions.js'
import type { Description } from '../../scripts/docs/description.js'
import type { Document } from '../../scripts/generate/document.js'
import { layoutsOf } from '../../scripts/docs/layouts.js'
import { readEntries } from '../../scripts/docs/reference.js'
import { bundle } from '../../scripts/generate/bundle.js'
import { datedRoots, listedApis } from '../../scripts/docs/apis.js'
import { placesOf } from '../../scripts/docs/navigation.js'
import { buildPage } from '../../scripts/docs/page.js'
import { importedEntries } from '../../scripts/package/entries.js'
import { violationsOn } from './accessibility.js'
import { buildAndOpen, type BuiltDocs, describedAs, overflow } from './built-docs.js'
import { describePages } from './page-suite.js'
import { refusals } from './refusals.js'

let docs: BuiltDocs
beforeAll(async () => {
  docs = await buildAndOpen()
}, 60_000)
afterAll(() => docs.close())

const others = (await listedApis()).map(({ root }) => basename(root, '.yaml')).filter((name) => !/^\d/.test(name))
const places = placesOf(apiVersions, others)

test('one page for each description, an index, and the reference of the package', async () => {
  const pages = (await listedApis()).map(({ root }) => basename(root, '.yaml') + '.html')
  expect((await readdir(docs.folder)).sort()).toEqual([...pages, 'index.html', 'typescript'].sort())
})

test('the same spec gives the same bytes', async () => {
  const again = await mkdtemp(join(tmpdir(), 'didww-exports-docs-'))
  const [first = ''] = await datedRoots()
  const document = JSON.parse(await bundle(first)) as Document & Description
  const name = await buildPage(document.info.version, document, places, again)
  expect((await readFile(join(again, name))).equals(await readFile(join(docs.folder, name)))).toBe(true)
  await rm(again, { recursive: true })
})

describe('the index', () => {
  test.each([
    [1280, 'light'],
    [360, 'dark'],
  ] as const)('fits a window of %i pixels and is accessible (%s)', async (width, colorScheme) => {
    const { page, faults } = await docs.open('index.html', width)
    await page.emulateMedia({ colorScheme })
    const summaries = await page.locator('summary').all()
    for (const summary of width > 1000 ? summaries : summaries.slice(0, 1)) await summary.click()
    expect(await overflow(page)).toBe(0)
    expect(await violationsOn(page)).toEqual([])
    expect(faults).toEqual([])
    await page.close()
  })

  test('reads without scripts: every version, every column of every file', async () => {
    const context = await docs.browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(docs.url)
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
    const { page } = await docs.open('index.html')
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
    const { page } = await docs.open('index.html')
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
    const { page, faults } = await docs.open('typescript/index.html', width)
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
  const { page, faults } = await docs.open(`${name}.html`)
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: false }).waitFor()
  await page.getByTestId('search-trigger').waitFor()
  expect(faults).toEqual([])
  await page.close()
})

// The other versions are opened by `npm run test:long`.
describePages(apiVersions.slice(-1), () => docs)
