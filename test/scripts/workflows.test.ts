import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const FOLDER = '.github/workflows'

interface Workflow {
  permissions: Record<string, string>
  jobs: Record<string, { permissions?: Record<string, string>; steps: { uses?: string; run?: string }[] }>
}

test('actions are named by commit, and nothing but the release may ask for an identity', async () => {
  const names = await readdir(FOLDER)
  expect(names.sort()).toEqual(['ci.yml', 'release.yml'])
  for (const name of names) {
    const { permissions, jobs } = parse(await readFile(join(FOLDER, name), 'utf8')) as Workflow
    expect(permissions).toEqual({ contents: 'read' })
    const steps = Object.values(jobs).flatMap((job) => job.steps)
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/)
    const own = Object.values(jobs).flatMap((job) => Object.entries(job.permissions ?? {}))
    expect(own).toEqual(
      name === 'release.yml'
        ? [
            ['contents', 'read'],
            ['id-token', 'write'],
          ]
        : [],
    )
  }
})
