/**
 * Takes the picture of a report that README and pages show: a month of the sandbox, which is the same each time.
 *
 *     npm run picture
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBrowser } from '../test/docs/browser.js'
import { run } from './package/run.js'

const TO = 'docs/report.png'
const CLI = 'dist/src/cli/main.js'

const folder = await mkdtemp(join(tmpdir(), 'didww-exports-picture-'))
const page = join(folder, 'report.html')
await run(process.execPath, [CLI, 'pull', '--demo', '--out', join(folder, 'cdrs')])
await run(process.execPath, [CLI, 'report', join(folder, 'cdrs'), '--out', page])
const { browser, close } = await openBrowser()
const tab = await browser.newPage({ viewport: { width: 1060, height: 900 }, colorScheme: 'light' })
await tab.goto(`file://${page}`)
await tab.locator('.type svg .ct-bar').first().waitFor({ state: 'attached' })
await tab.screenshot({ path: TO, animations: 'disabled' })
await close()
await rm(folder, { recursive: true })
console.log(`wrote ${TO}`)
