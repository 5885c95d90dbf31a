import { Command, Option } from 'commander'
import { facts } from '../../../generated/facts.js'
import { defaultVersion } from '../../../generated/versions.js'
import type { ApiVersion } from '../../api/types.js'
import type { ClientOptions } from '../../client/options.js'
import { settingsOf } from '../../client/settings.js'
import { type AnyClient, createAnyClient } from '../../create-exports-client.js'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { printable } from '../../errors/printable.js'
import { withServedVersion } from '../account-version.js'
import { RECEIVED, type Received, receivedOf, type ReceivedOptions, SECRET_FILE } from '../callback-options.js'
import { type ConnectionOptions, givenOptionsOf, givenVersion, withConnection } from '../connection.js'
import type { Answered, Diagnosis, Visit } from '../doctor/check.js'
import { examine, type Examined, exitOf } from '../doctor/examine.js'
import { printJson } from '../print.js'
import { wayTo } from '../proxy.js'
import { type Colour, coloured, terminalWidth, wrap } from '../terminal.js'

const COLOURS: Record<Diagnosis['state'], Colour | undefined> = {
  ok: 'green',
  warn: 'yellow',
  fail: 'red',
  none: undefined,
}

/** Milliseconds for an answer; somebody is waiting in front of the terminal. */
const TIMEOUT = 10_000

const NAME = 12
const INDENT = ''.padEnd(NAME + 8)

const write = (text: string): boolean => process.stdout.write(`${text}\n`)

const told = ({ name, state, found, advice }: Examined): string => {
  const word = (state === 'none' ? '-' : state).padEnd(4)
  const colour = COLOURS[state]
  const width = Math.max(40, terminalWidth()) - INDENT.length
  const below = [found, advice ?? ''].flatMap((text) => (text === '' ? [] : wrap(printable(text, 400), width)))
  return `${colour ? coloured(process.stdout, colour, word) : word}  ${name.padEnd(NAME)}  ${below.join(`\n${INDENT}`)}`
}

const verdict = (examined: readonly Examined[]): string => {
  const namesOf = (wanted: Diagnosis['state']): string =>
    examined.flatMap(({ name, state }) => (state === wanted ? [name] : [])).join(', ')
  const [failed, warned] = [namesOf('fail'), namesOf('warn')]
  if (failed !== '') return `To fix: ${failed}.`
  return warned === '' ? 'All is well.' : `It works. Worth checking: ${warned}.`
}

type DoctorOptions = ConnectionOptions & Partial<Omit<ReceivedOptions, 'keyFile' | 'json'>>

const CALLBACK = [
  ['--url <url>', 'the callback_url exactly as it was registered'],
  ...Object.values(RECEIVED),
  SECRET_FILE,
] as const

const withCallback = (command: Command): Command =>
  CALLBACK.reduce(
    (one, [flags, what]) => one.addOption(new Option(flags, what).helpGroup('A callback that came:')),
    command,
  )

/** The callback that came, if one is given. */
const callbackOf = (
  { url, signature, body, received, ...options }: DoctorOptions,
  apiKey?: string,
): Received | undefined => {
  if (url !== undefined) return receivedOf({ ...options, url, signature, body, received, apiKey })
  if (signature === undefined && body === undefined && received === undefined) return undefined
  throw new ConfigurationError('invalid_option', 'To check a callback, give the URL that was registered: --url')
}

export const doctorCommand = (signal: AbortSignal): Command =>
  withCallback(withConnection(new Command('doctor')))
    .description('check the key, version, clock, proxy, file host and signatures, and say what to do')
    .addHelpText('after', '\nExample:\n  didww-exports doctor --api-version 2026-04-16 --json')
    .action(async ({ json, ...connection }: DoctorOptions) => {
      // No retries: the state as it is now.
      const options = { ...givenOptionsOf(connection), maxRetries: connection.maxRetries ?? 0, timeout: TIMEOUT }
      const examined: Examined[] = []
      const asked = givenVersion(connection.apiVersion)
      for await (const one of examine(visitTo(options, asked, callbackOf(connection, options.apiKey), signal))) {
        examined.push(one)
        if (!json) write(told(one))
      }
      if (json) printJson(examined)
      else write(`\n${verdict(examined)}`)
      process.exitCode = exitOf(examined)
    })

const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let result: Promise<T> | undefined
  return () => (result ??= work())
}

/** Prepares what the checks need. Requests are made only when a check needs them. */
const visitTo = (
  given: ClientOptions,
  asked: ApiVersion | undefined,
  received: Received | undefined,
  signal: AbortSignal,
): Visit => {
  const { env } = process
  const way = wayTo(settingsOf(given).origin, env)
  const options: ClientOptions = way.kind === 'undici' ? { ...given, fetch: way.fetch } : given
  const { origin, clock } = settingsOf(options)
  const make = (apiVersion: ApiVersion): AnyClient => createAnyClient({ ...options, apiVersion })
  const answered = (client: AnyClient): Answered => ({
    client,
    settings: settingsOf({ ...options, apiVersion: client.apiVersion }),
  })
  const ask = async (client: AnyClient): Promise<Answered> => ({
    ...answered(client),
    page: await client.list({ sort: '-created_at' }, { signal }),
  })
  const newest: Visit['newest'] = once(async () => {
    try {
      return asked ? await ask(make(asked)) : await withServedVersion(make, signal, ask)
    } catch (error) {
      signal.throwIfAborted()
      return { ...answered(make(asked ?? defaultVersion)), error }
    }
  })
  const completed: Visit['completed'] = once(async () => {
    const { client, page } = await newest()
    const done = page?.data.find(({ status, url }) => status === facts[client.apiVersion].completed && url !== null)
    return done && { ...done, url: done.url ?? '' }
  })
  return { origin, clock, asked, way, env, signal, newest, completed, received }
}
