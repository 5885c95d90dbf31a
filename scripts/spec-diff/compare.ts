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
  /** `major` breaks callers, `minor` gives them more, `patch` changes nothing for a program. */
  impact: 'major' | 'minor' | 'patch'
  property?: string
  verdicts: { message: string }[]
  base?: Place
  revision?: Place
}

/** A configuration of its own: these rules are for comparing, and openapi-typescript must not meet them. */
const CONFIG = fileURLToPath(new URL('redocly.yaml', import.meta.url))

/** Examples are no part of what callers rely on, though Redocly counts a new one as something more. */
const isExample = ({ path }: Change): boolean => /\/(examples|x-codeSamples)(\/|$)/.test(path)

/** All changes from one version to another, but for the name of the version itself. */
export const compare = async (from: string, to: string): Promise<Change[]> => {
  const files = [`spec/${from}.yaml`, `spec/${to}.yaml`]
  // Without this preset every change is a `patch`, in silence.
  const { stdout, stderr } = await redocly(['diff', ...files, '--config', CONFIG, '--format', 'json'])
  if (stdout.trim() === '') throw new Error(`redocly diff says nothing: ${stderr}`)
  const { changes } = JSON.parse(stdout) as { changes: Change[] }
  return changes
    .filter(({ base, revision }) => base?.value !== from || revision?.value !== to)
    .map((change) => (isExample(change) ? { ...change, impact: 'patch' } : change))
}
