/** Compiles the package into `dist/`. */
import { execFileSync } from 'node:child_process'
import { chmod, rm } from 'node:fs/promises'

for (const folder of ['dist/src', 'dist/generated']) await rm(folder, { recursive: true, force: true })
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
await chmod('dist/src/cli/main.js', 0o755)
