import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const FOLDER = '.github/workflows'

interface Workflow {
  permissions: Record<string, string>
  jobs: Record<string, { permissions?: Record<string, string>; steps: Step[] }>
}

interface Step {
  name?: string
  uses?: string
  run?: string
}

test('actions are pinned by commit, and only the release may request an identity token', async () => {
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

/** Runs the step of the release that stops if the registry would refuse provenance. */
const stop = async (repository: unknown): Promise<{ code: unknown; stdout: string }> => {
  const { jobs } = parse(await readFile(join(FOLDER, 'release.yml'), 'utf8')) as Workflow
  const steps = jobs['publish']?.steps ?? []
  const at = steps.findIndex(({ name }) => name === 'The package names this repository')
  // Before the steps that take long.
  expect(steps.slice(0, at).flatMap(({ run = [] }) => run)).toEqual([])
  const folder = await mkdtemp(join(tmpdir(), 'didww-exports-release-'))
  try {
    await writeFile(join(folder, 'package.json'), JSON.stringify({ repository }))
    const options = { cwd: folder, env: { PATH: process.env['PATH'] ?? '', GITHUB_REPOSITORY: 'someone/else' } }
    return await new Promise((resolve) => {
      execFile('bash', ['-e', '-c', steps[at]?.run ?? 'exit 9'], options, (error, stdout) =>
        resolve({ code: error?.code ?? 0, stdout }),
      )
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}

test.each<[string, unknown, number]>([
  ['none', undefined, 1],
  ['another', { url: 'git+https://github.com/some/fork.git' }, 1],
  ['this one', { url: 'git+https://github.com/someone/else.git' }, 0],
])('a release stops at once unless the package names its repository: %s', async (_name, repository, wanted) => {
  const { code, stdout } = await stop(repository)
  expect(code).toBe(wanted)
  if (wanted !== 0) expect(stdout).toContain("set it to 'git+https://github.com/someone/else.git'")
})
