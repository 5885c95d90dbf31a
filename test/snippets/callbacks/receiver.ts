import { createCallbackHandler, createHints } from 'didww-exports/callbacks'

export const hints = createHints()

export const handler = createCallbackHandler({
  secrets: [process.env.DIDWW_CALLBACK_SECRET ?? ''],
  publicUrl: process.env.DIDWW_CALLBACK_URL ?? '', // the callback_url exactly as it was registered
  onExport: ({ id }) => hints.notify(id),
})
