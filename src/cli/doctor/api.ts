import { defaultVersion } from '../../../generated/versions.js'
import { AuthenticationError, PermissionError } from '../../errors/api-error.js'
import { ExportsError } from '../../errors/exports-error.js'
import { VersionMismatchError } from '../../errors/version-mismatch-error.js'
import { exitCodeOf } from '../exit-code.js'
import { inWords } from './span.js'
import { type Answered, type Check, type Diagnosis, fail, failed, none, ok, warn } from './check.js'

/** Refusals of the API, which was therefore reached. */
const isOfTheApi = (error: unknown): boolean =>
  [AuthenticationError, PermissionError, VersionMismatchError].some((one) => error instanceof one)

const NOT_KNOWN = none('not known without an answer')

export const api: Check = {
  name: 'api',
  look: async ({ origin, newest, way }) => {
    const { error } = await newest()
    if (error === undefined || isOfTheApi(error)) return ok(`${origin} answers`)
    if (!(error instanceof ExportsError)) throw error as Error
    const through = way.kind === 'direct' ? '' : ` The way there is the proxy of ${way.proxy.variable}.`
    return fail(error.message, `${error.hint ?? 'Try again later.'}${through}`, exitCodeOf(error))
  },
}

export const key: Check = {
  name: 'key',
  look: async ({ newest }) => {
    const { page, error } = await newest()
    if (page !== undefined || error instanceof VersionMismatchError) return ok('accepted')
    if (!isOfTheApi(error)) return NOT_KNOWN
    return fail(
      (error as ExportsError).message,
      'Check DIDWW_API_KEY or --key-file, whether the key is for this environment, and its allowed addresses.',
      exitCodeOf(error),
    )
  },
}

export const version: Check = {
  name: 'version',
  look: async ({ asked, newest }) => {
    const { client, page, error } = await newest()
    if (error instanceof VersionMismatchError) {
      return fail(error.message, error.hint ?? 'Use the version that is served: --api-version.', exitCodeOf(error))
    }
    if (page === undefined) return NOT_KNOWN
    const { apiVersion } = client
    if (page.meta.api_version !== undefined) {
      if (asked !== undefined) return ok(`${apiVersion}, as asked`)
      const found = `${apiVersion}, which the account is served`
      // Programs ask for the default.
      return apiVersion === defaultVersion ? ok(found) : ok(found, `In a program, write apiVersion: '${apiVersion}'.`)
    }
    return warn(`${apiVersion} was requested, but the answer does not say its version`, 'Ask the provider.')
  },
}

/** Seconds by which clocks may differ without a warning. */
const CLOSE = 5
const TOLERABLE = 300

/** The time of the API; a diagnosis when it does not answer. */
const dateOf = async (client: Answered['client'], signal: AbortSignal): Promise<string | Diagnosis> => {
  try {
    const { response } = await client.raw.GET('/v3/exports', { parseAs: 'stream', signal })
    return response.headers.get('Date') ?? ''
  } catch (error) {
    signal.throwIfAborted()
    return failed(error)
  }
}

export const clock: Check = {
  name: 'clock',
  look: async ({ clock, signal, newest }) => {
    const { client, page, error } = await newest()
    if (page === undefined && !isOfTheApi(error)) return NOT_KNOWN
    const sent = clock.now()
    const told = await dateOf(client, signal)
    if (typeof told === 'object') return told
    const at = Date.parse(told)
    if (Number.isNaN(at)) return warn('the answer has no Date header', 'Check that a time service sets the clock.')
    // The header has whole seconds and was written at some time between request and answer.
    const off = Math.round(((sent + clock.now()) / 2 - at - 500) / 1000)
    const found = `${inWords(Math.abs(off) * 1000)} ${off < 0 ? 'behind' : 'ahead of'} the server`
    if (Math.abs(off) <= CLOSE) return ok(found)
    const advice = 'Set the clock (NTP): it decides when a month is over.'
    return Math.abs(off) <= TOLERABLE ? warn(found, advice) : fail(found, advice, 2)
  },
}
