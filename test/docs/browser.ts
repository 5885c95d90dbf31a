import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { chromium as playwright, type Browser } from 'playwright-core'

export interface OpenBrowser {
  browser: Browser
  close: () => Promise<void>
}

/** Unpacks into a folder of its own: a half-unpacked browser of another run is never picked up. */
const unpackInto = async (folder: string): Promise<string> => {
  const usual = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    return await chromium.executablePath()
  } finally {
    if (usual === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = usual
  }
}

/** A Chromium with its web security on, which the default arguments of the package turn off. */
export const openBrowser = async (): Promise<OpenBrowser> => {
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-chromium-'))
  const executablePath = await unpackInto(folder)
  const browser = await playwright.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-background-networking'],
  })
  const close = async (): Promise<void> => {
    await browser.close()
    await rm(folder, { recursive: true })
  }
  return { browser, close }
}
