import { fileURLToPath } from 'node:url'
import { redocly } from '../docs/redocly.js'

interface Place {
  file: string
  line: number
  value?: unknown
}

/** A change as Redocly reports it. */
export interface Change {
  path: string
  kind: 'added' | 'removed' | 'modified'
  /** `major` breaks callers, `minor` adds something, `patch` does not matter to a program. */
  impact: 'major' | 'minor' | 'patch'
  property?: string
  verdicts: { message: string }[]
  base?: Place
  revision?: Place
}

/** A separate configuration: these rules are only for comparing, and openapi-typescript must not see them. */
const CONFIG = fileURLToPath(new URL('redocly.yaml', import.meta.url))

/** Callers do not rely on examples, although Redocly counts a new one as `minor`. */
const isExample = ({ path }: Change): boolean => /\/(examples|x-codeSamples)(\/|$)/.test(path)

/** All changes from one version to another, except the name of the version itself. */
export const compare = async (from: string, to: string): Promise<Change[]> => {
  const files = [`spec/${from}.yaml`, `spec/${to}.yaml`]
  // Without this configuration Redocly silently counts every change as a `patch`.
  const { stdout, stderr } = await redocly(['diff', ...files, '--config', CONFIG, '--format', 'json'])
  if (stdout.trim() === '') throw new Error(`redocly diff printed nothing: ${stderr}`)
  const { changes } = JSON.parse(stdout) as { changes: Change[] }
  return changes
    .filter(({ base, revision }) => base?.value !== from || revision?.value !== to)
    .map((change) => (isExample(change) ? { ...change, impact: 'patch' } : change))
}
