import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listedApis } from '../../scripts/docs/apis.js'
import {
  callbacksOf,
  type Description,
  operationsOf,
  type PlacedSample,
  samplesOf,
} from '../../scripts/docs/description.js'
import { compile, perform } from '../../scripts/readme/program.js'
import { openStage, type Stage } from '../../scripts/readme/stage.js'
import { typeCheck } from './programs.js'

interface Described extends Description {
  servers: { url: string }[]
  components: { securitySchemes: Record<string, { type: string }> }
}
interface Creating {
  responses: { '201': { content: Record<string, Media> } }
}
interface Media {
  examples: Record<string, { value: { data: { attributes: { created_at: string } } } }>
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

const descriptions = await Promise.all(
  (await listedApis()).map(async ({ root }) => {
    const name = basename(root, '.yaml')
    return [name, JSON.parse(await readFile(`generated/openapi/${name}.json`, 'utf8')) as Described] as const
  }),
)
const origins = descriptions.flatMap(([, { servers }]) => servers.map(({ url }) => url))

/** The time at which the example of a created export in the description of that version was made. */
const nowOf = (version: string): string => {
  const dated = descriptions.find(([name]) => name === version)?.[1]
  const { post } = dated?.paths['/v3/exports'] as unknown as { post: Creating }
  const [media] = Object.values(post.responses['201'].content)
  const [example] = Object.values(media?.examples ?? {})
  return example?.value.data.attributes.created_at ?? ''
}

/** The sample for an account in which its ids mean the first export. */
const localized = (source: string, { sandbox, env }: Stage): string => {
  const [first] = sandbox.exports
  const trunks = sandbox.trunks.map(({ id }) => id)
  const local = origins.reduce((text, origin) => text.replaceAll(origin, env['DIDWW_BASE_URL'] ?? ''), source)
  return local.replace(UUID, (id, at: number, text: string) => {
    if (first === undefined || trunks.includes(id)) return id
    return text.startsWith('.csv.gz', at + id.length) ? first.file.replace('.csv.gz', '') : first.id
  })
}

const run = async ({ lang, of, label, source }: PlacedSample, stage: Stage, token = ''): Promise<string> => {
  const text = localized(source, stage)
  if (lang === 'TypeScript') return perform(stage, `samples/${of}-${label}`, text)
  // As with --fail: a refusal is an error of curl.
  await writeFile(join(stage.folder, '.curlrc'), 'fail-with-body\nsilent\nshow-error\n')
  const { code, output } = await stage.play(`export CURL_HOME=. DIDWW_TOKEN=${token}; ${text}`)
  expect({ code, output }, source).toMatchObject({ code: 0 })
  return output
}

/** A token for the samples of a version that takes one, made as the description of tokens says. */
const tokenFor = async ({ info, components }: Described, stage: Stage): Promise<string | undefined> => {
  const bearer = Object.values(components.securitySchemes).some(({ type }) => type === 'http')
  const minting = descriptions.find(
    ([name, { info: other }]) => name !== other.version && other.version === info.version,
  )
  const sample = minting && samplesOf(minting[1]).find(({ lang }) => lang === 'curl')
  if (!bearer || !sample) return undefined
  return (JSON.parse(await run(sample, stage)) as { access_token: string }).access_token
}

let counted = 0
afterAll(() => {
  console.log(`${counted} samples of ${descriptions.length} descriptions were run`)
})

describe.each(descriptions)('the samples of %s', (name, description) => {
  const samples = samplesOf(description)
  const { version } = description.info
  let stage: Stage
  let token: string | undefined

  beforeAll(async () => {
    stage = await openStage({ now: nowOf(version) })
    token = await tokenFor(description, stage)
  })
  afterAll(() => stage[Symbol.asyncDispose]())

  test('every operation, callback and record has a sample in curl and one in TypeScript', () => {
    const operations = [...operationsOf(description), ...callbacksOf(description)]
    const wanted = [...operations.map(({ id }) => id), ...(name === version ? ['records'] : [])]
    for (const of of wanted) {
      const languages = samples.filter((sample) => sample.of === of).map(({ lang }) => lang)
      expect([...new Set(languages)].sort(), of).toEqual(['TypeScript', 'curl'])
    }
  })

  // Created first: the others speak of an export that is there.
  const ordered = samples
    .filter(({ under }) => under !== 'webhooks')
    .toSorted((a, b) => Number(b.of === 'createExport') - Number(a.of === 'createExport'))
  test.each(ordered.map((sample) => [sample.of, sample.label, sample] as const))('%s, %s', async (of, _, sample) => {
    if (of !== 'createExport') stage.sandbox.advance('20s')
    if (of === 'downloadExport') await stage.play('rm -f *.csv.gz')
    const requests = stage.sandbox.requests.length
    const output = await run(sample, stage, token)
    if (output.startsWith('{"data"')) expect(JSON.parse(output)).toMatchObject({ meta: { api_version: version } })
    if (of === 'records' && sample.lang === 'curl') expect(output.trim().split('\n')).toHaveLength(3)
    if (sample.under === 'paths') expect(stage.sandbox.requests.length).toBeGreaterThan(requests)
    counted += 1
  })
})

const called = descriptions.filter(([, description]) => callbacksOf(description).length > 0)

describe.each(called)('the callbacks of %s', (_name, description) => {
  const samples = samplesOf(description).filter(({ under }) => under === 'webhooks')

  // Each waits for a receiver that is not there yet.
  test.concurrent.each(callbacksOf(description).map(({ id }) => [id] as const))('%s arrives', async (id) => {
    const [sent, receiver] = ['curl', 'TypeScript'].map((lang) =>
      samples.find((one) => one.of === id && one.lang === lang),
    )
    await using stage = await openStage({ now: nowOf(description.info.version) })
    const onPort = ({ source = '' }: Partial<PlacedSample> = {}): string =>
      source.replaceAll('8080', stage.env['PORT'] ?? '')
    const file = await compile(`samples/${description.info.version}-${id}`, onPort(receiver))
    const retried = onPort(sent).replace(
      'curl ',
      'curl --retry-connrefused --retry 50 --retry-delay 0 --retry-max-time 10 -w "%{http_code}" -s ',
    )
    const { output } = await stage.play(`
      DIDWW_CALLBACK_SECRET=secret "${process.execPath}" "${file}" & receiver=$!
      ${retried}
      kill $receiver; wait`)
    expect(output).toContain('204')
    expect(output).toMatch(/[0-9a-f-]{36} completed/)
    counted += 2
  })
})

test('samples and README snippets compile, and one with a wrong option does not', async () => {
  const programs = new Map<string, string>()
  for (const [name, description] of descriptions) {
    for (const { lang, of, label, source } of samplesOf(description)) {
      if (lang === 'TypeScript') programs.set(`${name}-${of}-${label}`, source)
    }
  }
  const snippet = await readFile('test/snippets/pull.ts', 'utf8')
  const wrong = snippet.replace("{ dir: 'cdrs' }", "{ directory: 'cdrs' }")
  programs.set('right', snippet).set('wrong', wrong)
  const complaints = [...typeCheck(programs)].filter(([, { length }]) => length > 0)
  expect(complaints).toEqual([
    ['wrong', [expect.stringContaining("'directory' does not exist in type 'PullRecordsOptions'")]],
  ])
})
