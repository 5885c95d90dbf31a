import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { type ApiVersion, apiVersions } from '../../generated/versions.js'
import { callbacksOf, operationsOf } from '../../scripts/docs/description.js'
import { layoutsOf } from '../../scripts/docs/layouts.js'
import { type BuiltDocs, describedAs, overflow } from './built-docs.js'
import { refusals } from './refusals.js'

/** Redoc scrolls to an operation once those before it are laid out. */
const scrolledTo = (page: Page, summary: string): Promise<void> => {
  const heading = page.getByRole('heading', { name: summary })
  return expect
    .poll(() => heading.evaluate((element) => Math.abs(element.getBoundingClientRect().top)))
    .toBeLessThan(300)
}

/** What a reader does on the pages of these versions. */
export const describePages = (versions: readonly ApiVersion[], docs: () => BuiltDocs): void => {
  describe.each(versions)('the page of %s', (version) => {
    test('opens every operation from the sidebar, and the other versions at the same one', async () => {
      const description = await describedAs(version)
      const { page, faults } = await docs().open(`${version}.html`)
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
      const { page, faults } = await docs().open(`${version}.html#/records`)
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
      const { page, faults } = await docs().open('index.html')
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
      const { page, faults } = await docs().open(`${version}.html`, 360)
      await page.getByRole('heading', { name: version }).waitFor()
      expect(await overflow(page)).toBe(0)
      expect(faults).toEqual([])
      expect(await refusals(page)).toEqual(expect.arrayContaining(['connect-src', 'img-src', 'script-src-elem']))
      expect(await page.title()).not.toBe('changed')
      await page.close()
    })
  })
}
