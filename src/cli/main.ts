#!/usr/bin/env node
import { run } from './run.js'

const code = await run(process.argv.slice(2))
const written = (stream: NodeJS.WriteStream): Promise<void> => new Promise((done) => stream.write('', () => done()))
await Promise.all([written(process.stdout), written(process.stderr)])
// A connection that is being made, as to a proxy that does not answer, would keep the process for minutes.
process.exit(code)
