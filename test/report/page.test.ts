import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cli } from '../helpers/cli.js'
import { violationsOn } from '../docs/accessibility.js'
import { openBrowser, type OpenBrowser } from '../docs/browser.js'
import { type ObservedPage, observedPage } from '../docs/observed-page.js'
import { refusals } from '../docs/refusals.js'
import { report, writeCalls } from './made.js'

let folder = ''
let chromium: OpenBrowser
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'didww-exports-page-'))
  const dir = join(folder, 'cdrs')
  const pull = ['pull', '--demo', '--type', 'cdr_in', 'cdr_out', '--period', '2026-10', '--out', dir]
  ;[chromium] = await Promise.all([openBrowser(), cli(pull)])
  await report(join(folder, 'demo.html'), [dir])
  const call = { start: '2026-10-05 10:00:00', source: '4912345', charge: '0.1' }
  await writeCalls(join(folder, 'two.csv.gz'), [
    { ...call, did: '111', charge: '1234567.1' },
    { ...call, did: '111', code: '486', charge: '0.25', start: '2026-10-06 10:00:00' },
    { ...call, did: '</script><script>document.title = "changed"</script>', seconds: 30, start: '2026-10-07 23:00:00' },
  ])
  await report(join(folder, 'two.html'), [
    join(folder, 'two.csv.gz'),
    '--type',
    'cdr_in',
    '--api-version',
    '2021-12-15',
  ])
}, 60_000)
afterAll(async () => {
  await chromium.close()
  await rm(folder, { recursive: true })
})

/** Opens a page from its file, as after a double click. */
const open = async (name: string, width?: number): Promise<ObservedPage> => {
  const observed = await observedPage(chromium.browser, 'null', width)
  await observed.page.goto(`file://${join(folder, name)}`)
  return observed
}

const totals = (page: Page): Promise<string[]> => page.locator('.type').first().locator('dd').allInnerTexts()

test.each([
  [1280, 'light'],
  [1280, 'dark'],
  [360, 'light'],
] as const)(
  'in a window of %i pixels it fits and is accessible (%s), and asks for nothing',
  async (width, colorScheme) => {
    const { page, faults } = await open('demo.html', width)
    await page.emulateMedia({ colorScheme })
    await page.locator('.type svg .ct-bar').first().waitFor({ state: 'attached' })
    await page.locator('summary').first().click()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    expect(await violationsOn(page)).toEqual([])
    expect(faults).toEqual([])
    await page.close()
  },
)

test('its policy refuses all that is not its own', async () => {
  const { page } = await open('demo.html')
  expect(await refusals(page)).toEqual(expect.arrayContaining(['connect-src', 'img-src', 'script-src-elem']))
  expect(await page.title()).toMatch(/^Calls from /)
  await page.close()
})

test('totals are exact, and a DID that is chosen by keyboard has its own', async () => {
  const { page, faults } = await open('two.html')
  expect(await totals(page)).toEqual(['3', '2', '66.7 %', '45.0 s', '1.5', '1,234,567.45'])
  await page.getByLabel('DID', { exact: true }).focus()
  await page.keyboard.type('111')
  await expect.poll(() => totals(page)).toEqual(['2', '1', '50.0 %', '60.0 s', '1.0', '1,234,567.35'])
  const days = page.getByText('Calls by day as a table')
  await days.focus()
  await page.keyboard.press('Enter')
  const rows = page.locator('details[open] tbody tr')
  expect(await rows.allInnerTexts()).toEqual([
    expect.stringMatching(/^2026-10-05\s+1\s+1\s+100\.0 %\s+60\.0 s\s+1\.0\s+1,234,567\.10$/),
    expect.stringMatching(/^2026-10-06\s+1\s+0\s+0\.0 %\s+–\s+0\.0\s+0\.25$/),
  ])
  expect(faults).toEqual([])
  await page.close()
})

test('markup in a DID is text', async () => {
  const { page, faults } = await open('two.html')
  expect(await page.title()).toBe('Calls from 2026-10-05 to 2026-10-07')
  await page.getByRole('rowheader', { name: '</script><script>' }).first().waitFor()
  expect(faults).toEqual([])
  await page.close()
})

test('DIDs, countries and callers are ordered by cost or by calls', async () => {
  const { page } = await open('two.html')
  const first = page.locator('.figure', { hasText: 'DIDs by' }).locator('tbody th').first()
  expect(await first.innerText()).toBe('111')
  await page.getByRole('heading', { name: 'Countries by cost' }).waitFor()
  await page.getByLabel('Order by').selectOption('calls')
  await page.getByRole('heading', { name: 'Countries by calls' }).waitFor()
  await page.getByRole('rowheader', { name: 'Germany' }).waitFor()
  await page.close()
})

test('the heat map has each call at its weekday and hour', async () => {
  const { page } = await open('two.html')
  const cells = page.locator('.heat td').filter({ hasText: '1' })
  const titles = await cells.evaluateAll((all) => all.map((one) => one.getAttribute('title')))
  expect(titles).toEqual([
    'Mon 10:00: 1 calls, 1 answered',
    'Tue 10:00: 1 calls, 0 answered',
    'Wed 23:00: 1 calls, 1 answered',
  ])
  await page.close()
})

test('it prints on one page of A4 for each type', async () => {
  const { page } = await open('demo.html')
  await page.locator('.type svg .ct-bar').first().waitFor({ state: 'attached' })
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1')
  expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(2)
  expect(pdf).toMatch(/\/MediaBox\s*\[0 0 59[45]\.?\d* 84[12]/)
  await page.close()
})

test('the licence of the charts is in the page', async () => {
  expect(await readFile(join(folder, 'demo.html'), 'utf8')).toMatch(
    /Chartist[^]*Gion Kunz[^]*Permission is hereby granted/,
  )
})
