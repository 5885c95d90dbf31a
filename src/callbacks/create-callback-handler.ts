import type { ApiVersion, DefaultVersion } from '../../generated/versions.js'
import { CallbackVerificationError } from '../errors/callback-verification-error.js'
import { ConfigurationError } from '../errors/configuration-error.js'
import { type Clock, systemClock } from '../http/clock.js'
import { refusalResponse, textResponse } from './refusal-response.js'
import { urlPartsOf } from './url-parts.js'
import { verified } from './verify-callback.js'
import { type ExportCallback, type Verifier, verifierOf, type VerifyOptions } from './verify-options.js'

/** Options of a receiver. */
export interface CallbackHandlerOptions<
  V extends ApiVersion | undefined = ApiVersion | undefined,
> extends VerifyOptions<V> {
  /**
   * Called once for each verified callback of an export. The callback is acknowledged when it resolves; when it throws,
   * the provider sends again. The provider waits a minute, so queue long work and do it later.
   */
  readonly onExport: (callback: ExportCallback<V extends ApiVersion ? V : DefaultVersion>) => unknown
  /**
   * Called for every callback that is not acknowledged, with a `CallbackVerificationError` or what `onExport` threw.
   * Its own outcome is ignored.
   */
  readonly onError?: ((error: unknown) => unknown) | undefined
  /**
   * Milliseconds within which the body must arrive.
   * @default 10_000
   */
  readonly bodyTimeout?: number | undefined
  /**
   * How many callbacks are remembered. When one comes again, it is acknowledged without a call.
   * @default 1_000
   */
  readonly memory?: number | undefined
  /**
   * Clock to use.
   * @default the clock of the machine
   */
  readonly clock?: Clock | undefined
}

/** Answers a request to the callback URL. */
export type CallbackHandler = (request: Request) => Promise<Response>

const positive = (name: string, value: number): number => {
  if (value > 0 && value <= 2 ** 31 - 1) return value
  throw new ConfigurationError('invalid_option', `${name} must be a number, more than 0`)
}

const exportOf = (callback: ExportCallback, { constants }: Verifier['callback']): ExportCallback => {
  if (callback.type === constants['type']) return callback
  throw new CallbackVerificationError('other_resource', `A callback of ${callback.type}, not of an export`)
}

/**
 * Makes a receiver of callbacks for every framework with `Request` and `Response`. For `node:http`, Express and Fastify
 * wrap it with `toNodeListener`.
 *
 * It answers 204 when `onExport` has resolved, or has done so before; 403 when the signature is missing or does not
 * match; 400 for missing or repeated parameters; 405, 408, 413 over 64 KiB, 415; and 500 when `onExport` throws,
 * without saying why.
 *
 * @throws {ConfigurationError} at once, when there is no secret, or `publicUrl` is not a URL.
 * @example
 * const hints = createHints()
 * const handler = createCallbackHandler({
 *   secrets: [process.env.DIDWW_CALLBACK_SECRET ?? ''],
 *   publicUrl: 'https://example.com/didww',
 *   onExport: ({ id }) => hints.give(id),
 * })
 */
export function createCallbackHandler<V extends ApiVersion | undefined = undefined>(
  options: CallbackHandlerOptions<V>,
): CallbackHandler
export function createCallbackHandler(options: CallbackHandlerOptions): CallbackHandler {
  const { onExport, onError = () => undefined, publicUrl, clock = systemClock } = options
  const verifier = verifierOf(options)
  if (typeof publicUrl === 'string' && !urlPartsOf(publicUrl)) {
    throw new ConfigurationError('invalid_option', 'publicUrl is not a URL for HTTP', {
      hint: 'Pass the callback_url exactly as you registered it.',
    })
  }
  if (typeof onExport !== 'function') throw new ConfigurationError('invalid_option', 'onExport must be a function')
  const patience = { clock, bodyTimeout: positive('bodyTimeout', options.bodyTimeout ?? 10_000) }
  const once = createOnce(positive('memory', options.memory ?? 1000))
  return async (request) => {
    try {
      const callback = exportOf(await verified(request, verifier, patience), verifier.callback)
      await once(`${callback.id.toLowerCase()} ${callback.status}`, () => onExport(callback))
      return new Response(null, { status: 204 })
    } catch (error) {
      Promise.resolve(error)
        .then(onError)
        .catch(() => undefined)
      if (error instanceof CallbackVerificationError) return refusalResponse(error, verifier.methods)
      return textResponse(500, 'The callback could not be processed')
    }
  }
}

/** Does the work of a key once. Calls at the same time share it; later calls find it done. */
type Once = (key: string, work: () => unknown) => Promise<void>

/** Remembers the last `memory` keys whose work succeeded. Failed work is done again. */
const createOnce = (memory: number): Once => {
  const running = new Map<string, Promise<void>>()
  const done = new Set<string>()

  const start = async (key: string, work: () => unknown): Promise<void> => {
    try {
      await work()
      done.add(key)
      for (const oldest of done) {
        if (done.size <= memory) break
        done.delete(oldest)
      }
    } finally {
      running.delete(key)
    }
  }

  return (key, work) => {
    if (done.has(key)) return Promise.resolve()
    const known = running.get(key)
    if (known) return known
    // It starts a microtask later, so that it is registered before it can end.
    const promise = Promise.resolve().then(() => start(key, work))
    running.set(key, promise)
    return promise
  }
}
