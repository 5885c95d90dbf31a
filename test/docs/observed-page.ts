import type { Browser, Page } from 'playwright-core'

export interface ObservedPage {
  page: Page
  /** What went wrong so far: console errors and warnings, exceptions, failed and foreign requests. */
  faults: string[]
}

const isLocal = (url: string, origin: string): boolean =>
  url.startsWith('data:') || url.startsWith(`blob:${origin}/`) || new URL(url).origin === origin

/** A page on which everything that a reader must not meet is written down. */
export const observedPage = async (browser: Browser, origin: string, width = 1280): Promise<ObservedPage> => {
  const page = await browser.newPage({ viewport: { width, height: 900 } })
  page.setDefaultTimeout(5_000)
  const faults: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`))
  page.on('requestfailed', (request) => faults.push(`failed: ${request.url()}`))
  page.on('request', (request) => {
    if (!isLocal(request.url(), origin)) faults.push(`foreign: ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`)
  })
  return { page, faults }
}
