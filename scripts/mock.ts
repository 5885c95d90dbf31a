/**
 * Serves a description with the Prism CLI, until SIGINT or SIGTERM.
 *
 *     npm run mock [-- --port 4010] [-- --api-version 2021-12-15]
 */
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { apiVersions, defaultVersion } from '../generated/versions.js'
import { untilStopped } from './docs/lifetime.js'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    'api-version': { type: 'string', default: defaultVersion },
  },
})
const port = values.port
const version = values['api-version']
const known: readonly string[] = apiVersions

const refuse = (reason: string): never => {
  console.error(reason)
  process.exit(2)
}

if (!known.includes(version)) refuse(`--api-version ${version}: known are ${known.join(', ')}`)
if (!/^\d+$/.test(port) || Number(port) > 65_535) refuse(`--port ${port}: not a port`)

const args = ['mock', `spec/${version}.yaml`, '--host', '127.0.0.1', '--port', port]
const prism = spawn(process.execPath, ['node_modules/@stoplight/prism-cli/dist/index.js', ...args], {
  stdio: 'inherit',
})
untilStopped((signal) => prism.kill(signal))
prism.on('exit', (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : signal === 'SIGINT' ? 130 : 143
})
