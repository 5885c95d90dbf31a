import { createCallbackHandler } from 'didww-exports/callbacks'

interface Env {
  readonly DIDWW_CALLBACK_SECRET: string
  readonly DIDWW_CALLBACK_URL: string
  readonly EXPORTS: { readonly send: (id: string) => Promise<unknown> } // a queue
}

let handler: ReturnType<typeof createCallbackHandler> | undefined

export default {
  fetch: (request: Request, env: Env): Promise<Response> => {
    handler ??= createCallbackHandler({
      secrets: [env.DIDWW_CALLBACK_SECRET],
      publicUrl: env.DIDWW_CALLBACK_URL,
      onExport: ({ id }) => env.EXPORTS.send(id),
    })
    return handler(request)
  },
}
