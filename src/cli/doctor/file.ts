import { ExportsError } from '../../errors/exports-error.js'
import { downloadSettings } from '../../files/download-export.js'
import { type FileAnswer, fileUrl } from '../../files/source.js'
import { toNetworkError } from '../../http/network-error.js'
import { locationOf } from '../../http/redirect.js'
import { type Answered, type Check, type Diagnosis, fail, failed, none, ok, type Visit, warn } from './check.js'

/** Why there is no file to look at. */
const noFile = async ({ newest }: Visit): Promise<Diagnosis> =>
  (await newest()).page === undefined
    ? none('not known without an answer')
    : none('no export with a file yet: create one, and look again')

export const fileHost: Check = {
  name: 'file host',
  look: async (visit) => {
    const done = await visit.completed()
    if (!done) return noFile(visit)
    const { settings } = await visit.newest()
    try {
      const { origin } = fileUrl(done.url, settings)
      return ok(origin === settings.origin ? `${origin}, the API itself` : `${origin}, which gets no key`)
    } catch (error) {
      return failed(error)
    }
  },
}

/** The first two bytes of every gzip file. */
const MAGIC = '1f8b'

const firstBytes = async ({ body }: FileAnswer): Promise<string> => {
  for await (const chunk of body) return Buffer.from(chunk.subarray(0, 2)).toString('hex')
  return ''
}

/** Asks for the first two bytes of a file, as a download would that goes on after a break. */
const askForPart = async (settings: Answered['settings'], url: URL, signal: AbortSignal): Promise<Diagnosis> => {
  const { source, headersFor, refusal } = downloadSettings(settings)
  const within = AbortSignal.any([signal, AbortSignal.timeout(settings.timeout)])
  const answer = await source(url, { ...headersFor(url), Range: 'bytes=0-1' }, within).catch((error: unknown) => {
    throw error instanceof ExportsError ? error : toNetworkError(error, { method: 'GET', url })
  })
  try {
    const location = locationOf(answer)
    if (location !== undefined) {
      const { origin } = fileUrl(location, settings, url)
      return ok(`sent on to ${origin}`)
    }
    if (answer.status !== 200 && answer.status !== 206) throw await refusal(answer, url)
    return judge(answer, await firstBytes(answer))
  } finally {
    answer.cancel()
  }
}

const judge = ({ status, headers }: FileAnswer, start: string): Diagnosis => {
  const encoding = headers.get('Content-Encoding')
  if (start !== MAGIC) return fail('the file is not gzip', 'Look at it with `download`; a proxy may stand between.', 6)
  if (encoding !== null && encoding !== 'identity') {
    return warn(`labelled ${encoding}`, 'A program that uses fetch inflates it on the way; ours does not.')
  }
  if (status === 200) return warn('no parts: Range is not minded', 'Nothing to do; a download that breaks begins anew.')
  const isStrong = headers.get('ETag')?.startsWith('"') === true
  if (isStrong) return ok('parts, and a strong ETag to go on by')
  return warn('parts, but no strong ETag', 'Nothing to do; a download that breaks begins anew.')
}

export const parts: Check = {
  name: 'file',
  look: async (visit) => {
    const done = await visit.completed()
    if (!done) return noFile(visit)
    try {
      const { settings } = await visit.newest()
      return await askForPart(settings, fileUrl(done.url, settings), visit.signal)
    } catch (error) {
      visit.signal.throwIfAborted()
      return failed(error)
    }
  },
}
