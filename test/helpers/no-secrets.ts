import type { UserConsoleLog } from 'vitest'
import type { Reporter } from 'vitest/node'
import { SECRET } from './secrets.js'

/** Turns the run red when a test has printed a key. */
export default class NoSecrets implements Reporter {
  onUserConsoleLog({ content }: UserConsoleLog): void {
    if (!SECRET.test(content)) return
    console.error('a test has printed a key')
    process.exitCode = 1
  }
}
