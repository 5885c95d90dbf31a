import { api, clock, key, version } from './api.js'
import type { Check, Diagnosis, Visit } from './check.js'
import { certificates, proxy } from './environment.js'
import { fileHost, parts } from './file.js'
import { signature } from './signature.js'

/** What is looked at, in the order it is told. */
const CHECKS: readonly Check[] = [proxy, certificates, api, key, version, clock, fileHost, parts, signature]

export interface Examined extends Diagnosis {
  readonly name: string
}

/** Looks at everything, one thing after the other; what cannot be used is not gone around. */
export async function* examine(visit: Visit): AsyncGenerator<Examined> {
  for (const { name, look } of CHECKS) {
    const diagnosis = await look(visit)
    yield { name, ...diagnosis }
    // Without the proxy nothing more is to be sent.
    if (name === proxy.name && diagnosis.state === 'fail') return
  }
}

/** The exit code of the worst failure, 0 without one. */
export const exitOf = (examined: readonly Examined[]): number => Math.max(0, ...examined.map(({ exit = 0 }) => exit))
