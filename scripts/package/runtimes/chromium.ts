import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import type { Sandbox } from '../../../src/sandbox/index.js'

const page = (sandbox: object): string =>
  `<!doctype html><title>consumer</title><script>globalThis.sandbox = ${JSON.stringify(sandbox)}</script>
<script type="module" src="/page.js"></script>`

/**
 * Loads a bundled page and returns its result. Page and API have the same origin, because nobody knows which other
 * origins the real API allows.
 */
export const askPage = async (
  browser: Browser,
  sandbox: Sandbox,
  code: string,
  given: Readonly<Record<string, string>>,
): Promise<string> => {
  const server = createServer((request, response) => {
    void (async () => {
      const { method = 'GET', url = '/', headers } = request
      if (url === '/') return response.writeHead(200, { 'Content-Type': 'text/html' }).end(page(given))
      if (url === '/page.js') return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(code)
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const body = method === 'GET' ? null : Buffer.concat(chunks)
      const fields = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
      const answer = await sandbox.fetch(new Request(new URL(url, sandbox.url), { method, headers: fields, body }))
      return response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
    })()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const tab = await browser.newPage()
  try {
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await tab.waitForFunction(() => 'exercised' in globalThis)
    return await tab.evaluate(async () => JSON.stringify(await (globalThis as { exercised?: unknown }).exercised))
  } finally {
    await tab.close()
    server.closeAllConnections()
    server.close()
  }
}
