import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiVersions } from '../../generated/versions.js'
import type { Description } from '../../scripts/docs/description.js'
import { operationsOf } from '../../scripts/docs/description.js'
import { type PlacedSample, samplesOf } from '../../scripts/docs/samples.js'
import { perform } from '../../scripts/readme/program.js'
import { openStage, type Stage } from '../../scripts/readme/stage.js'
import { typeCheck } from './programs.js'

type Described = Description & {
  paths: { '/v3/exports': { post: { responses: { '201': { content: Record<string, Media> } } } } }
}
interface Media {
  examples: Record<string, { value: { data: { attributes: { created_at: string } } } }>
}

const ORIGIN = 'https://api.didww.com'
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

const descriptions = await Promise.all(
  apiVersions.map(
    async (version) => JSON.parse(await readFile(`generated/openapi/${version}.json`, 'utf8')) as Described,
  ),
)

/** The time at which the description's own example of a created export was made. */
const nowOf = ({ paths }: Described): string => {
  const [media] = Object.values(paths['/v3/exports'].post.responses['201'].content)
  const [example] = Object.values(media?.examples ?? {})
  return example?.value.data.attributes.created_at ?? ''
}

/** The sample for an account in which its ids mean the first export. */
const localized = (source: string, { sandbox, env }: Stage): string => {
  const [first] = sandbox.exports
  const trunks = sandbox.trunks.map(({ id }) => id)
  return source.replaceAll(ORIGIN, env['DIDWW_BASE_URL'] ?? '').replace(UUID, (id, at: number, text: string) => {
    if (first === undefined || trunks.includes(id)) return id
    return text.startsWith('.csv.gz', at + id.length) ? first.file.replace('.csv.gz', '') : first.id
  })
}

let counted = 0
afterAll(() => {
  console.log(`${counted} samples of ${apiVersions.length} descriptions were run`)
})

describe.each(descriptions.map((description) => [description.info.version, description] as const))(
  'the samples of %s',
  (version, description) => {
    const samples = samplesOf(description)
    let stage: Stage

    beforeAll(async () => {
      stage = await openStage({ now: nowOf(description) })
      // As with --fail: a refusal is an error of curl.
      await writeFile(join(stage.folder, '.curlrc'), 'fail-with-body\nsilent\nshow-error\n')
    })
    afterAll(() => stage[Symbol.asyncDispose]())

    const run = async ({ lang, of, label, source }: PlacedSample): Promise<string> => {
      const text = localized(source, stage)
      if (lang === 'TypeScript') return perform(stage, `${version}/${of}-${label}`, text)
      const { code, output } = await stage.play(`export CURL_HOME=.; ${text}`)
      expect({ code, output }, source).toMatchObject({ code: 0 })
      return output
    }

    test('every operation and the records have one in curl and one in TypeScript', () => {
      const wanted = [...operationsOf(description).map(({ id }) => id), 'records']
      for (const of of wanted) {
        const languages = samples.filter((sample) => sample.of === of).map(({ lang }) => lang)
        expect([...new Set(languages)].sort(), of).toEqual(['TypeScript', 'curl'])
      }
    })

    // Created first: the others speak of an export that is there.
    const ordered = samples.toSorted((a, b) => Number(b.of === 'createExport') - Number(a.of === 'createExport'))
    test.each(ordered.map((sample) => [sample.of, sample.label, sample] as const))(
      '%s, %s',
      async (_of, _label, sample) => {
        if (sample.of !== 'createExport') stage.sandbox.advance('1h')
        if (sample.of === 'downloadExport') await stage.play('rm -f *.csv.gz')
        const requests = stage.sandbox.requests.length
        const output = await run(sample)
        if (output.startsWith('{"')) expect(JSON.parse(output)).toMatchObject({ meta: { api_version: version } })
        if (sample.of === 'records' && sample.lang === 'curl') expect(output.trim().split('\n')).toHaveLength(3)
        if (sample.under === 'paths') expect(stage.sandbox.requests.length).toBeGreaterThan(requests)
        counted += 1
      },
    )
  },
)

test('samples and README snippets compile, and one with a wrong option does not', async () => {
  const programs = new Map<string, string>()
  for (const description of descriptions) {
    for (const { lang, of, label, source } of samplesOf(description)) {
      if (lang === 'TypeScript') programs.set(`${description.info.version}-${of}-${label}`, source)
    }
  }
  const snippet = await readFile('test/snippets/pull.ts', 'utf8')
  const wrong = snippet.replace("{ dir: 'cdrs' }", "{ directory: 'cdrs' }")
  programs.set('right', snippet).set('wrong', wrong)
  const found = typeCheck(programs)
  const complaints = [...found].filter(([, { length }]) => length > 0)
  expect(complaints).toEqual([
    ['wrong', [expect.stringContaining("'directory' does not exist in type 'PullRecordsOptions'")]],
  ])
})
