import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe-core finds wrong on a page: each rule, and the elements. */
export const violationsOn = async (page: Page): Promise<[string, string[]][]> => {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run())
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}
