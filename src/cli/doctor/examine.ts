import { signCallback } from '../../callbacks/sign-callback.js'
import { api, clock, key, version } from './api.js'
import { type Check, type Diagnosis, fail, ok, type Visit } from './check.js'
import { callback } from './callback.js'
import { certificates, proxy } from './environment.js'
import { fileHost, parts } from './file.js'
import { window } from './window.js'

/** The example of the provider's documentation of callbacks, version 2022-05-10, with its published signature. */
const EXAMPLE = {
  url: 'https://mycompany.com/didww_callbacks?opaque=123',
  parameters: { id: 'bf2cee72-6caa-4ae2-917e-bea01945691e', status: 'completed', type: 'orders' },
  secret: 'szrdgh6547umt7tht7xbqhj6g9gdbyp7',
}
const PUBLISHED = '30f66e9d72eb5e193051fd02952f70d8e934b4ff'

/** Checks that this machine signs the provider's example as published. */
const signature: Check = {
  name: 'signature',
  look: async () =>
    (await signCallback(EXAMPLE)) === PUBLISHED
      ? ok("the documentation's example is signed as published")
      : fail(
          "the documentation's example is not signed as published",
          'Report it: callbacks cannot be verified here.',
          1,
        ),
}

/** The checks, in order. */
const CHECKS: readonly Check[] = [
  proxy,
  certificates,
  api,
  key,
  version,
  clock,
  window,
  fileHost,
  parts,
  signature,
  callback,
]

export interface Examined extends Diagnosis {
  readonly name: string
}

/** Runs the checks one after the other. */
export async function* examine(visit: Visit): AsyncGenerator<Examined> {
  for (const { name, look } of CHECKS) {
    const diagnosis = await look(visit)
    yield { name, ...diagnosis }
    // Without the proxy nothing may be sent.
    if (name === proxy.name && diagnosis.state === 'fail') return
  }
}

/** The exit code of the worst failure, 0 without one. */
export const exitOf = (examined: readonly Examined[]): number => Math.max(0, ...examined.map(({ exit = 0 }) => exit))
