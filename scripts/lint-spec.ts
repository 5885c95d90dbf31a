/**
 * Lints the descriptions in `spec/`, examples included. A warning fails, too.
 *
 *     npm run lint:spec
 */
import { lintSpecs } from './docs/lint.js'

const { findings, summary, passed } = await lintSpecs()
for (const finding of findings) console.error(finding)
if (passed) console.log(summary)
else console.error(summary)
process.exitCode = passed ? 0 : 1
