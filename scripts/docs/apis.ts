import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'

/** A description in redocly.yaml. */
export interface Api {
  alias: string
  root: string
}

/** The descriptions listed in redocly.yaml. */
export const listedApis = async (): Promise<Api[]> => {
  const config = parse(await readFile('redocly.yaml', 'utf8')) as { apis?: Record<string, { root: string }> }
  return Object.entries(config.apis ?? {}).map(([alias, { root }]) => ({ alias, root }))
}

/** The dated root documents of `spec/`, oldest first. */
export const datedRoots = async (): Promise<string[]> => {
  const names = await readdir('spec')
  return names
    .filter((name) => /^\d{4}-\d{2}-\d{2}\.yaml$/.test(name))
    .sort()
    .map((name) => join('spec', name))
}
