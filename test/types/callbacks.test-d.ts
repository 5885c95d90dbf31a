import {
  createCallbackHandler,
  type ExportCallback,
  type PlainCallbackRequest,
  verifyCallback,
} from '../../src/callbacks/index.js'

declare const request: Request
declare const plain: PlainCallbackRequest
const options = { secrets: ['secret'], publicUrl: 'https://example.com/cb' }

const old = await verifyCallback(request, options)
export const id: string = old.id
export const type: 'exports' = old.type
export const status: 'completed' = old.status
// Not of this version, but kept as it comes.
export const kept: string | undefined = old.url
// @ts-expect-error - it can be missing
export const there: string = old.url

const spring = await verifyCallback(plain, { ...options, apiVersion: '2026-04-16' })
// @ts-expect-error - in 2026-04-16 it can still be missing
export const perhaps: string = spring.url

const autumn = await verifyCallback(plain, { ...options, apiVersion: '2026-11-19' })
export const file: string = autumn.url

createCallbackHandler({ ...options, apiVersion: '2026-11-19', onExport: ({ url }) => url.length })
// @ts-expect-error - in the default version it can be missing
createCallbackHandler({ ...options, onExport: ({ url }) => url.length })

// @ts-expect-error - the URL is never guessed
createCallbackHandler({ secrets: ['secret'], onExport: () => undefined })
// @ts-expect-error - nor is a secret
await verifyCallback(request, { publicUrl: 'https://example.com/cb' })
// @ts-expect-error - no such version
await verifyCallback(request, { ...options, apiVersion: '2026-11-20' })

export const anyOf = (one: ExportCallback): string => one.id
// @ts-expect-error - callbacks are not to be changed
old.id = '1'
