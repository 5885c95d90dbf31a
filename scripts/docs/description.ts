/** The parts of a bundled description that the index shows. */
export interface Description {
  info: { title: string; version: string; summary: string; 'x-default-version'?: boolean }
  tags: { name: string; description: string; 'x-codeSamples'?: Sample[] }[]
  paths: Record<string, Record<string, Operation>>
  webhooks?: Record<string, Record<string, Operation>>
}

interface Operation {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  'x-codeSamples'?: Sample[]
}

/** A code sample of an operation, a callback or a tag. */
export interface Sample {
  lang: string
  label: string
  source: string
}

/** A line of the index. */
export interface Entry {
  id: string
  method: string
  /** The path, or the name of a webhook. */
  name: string
  summary: string
  /** The anchor that Redoc gives it. */
  anchor: string
  samples: Sample[]
}

const entriesIn = (items: Record<string, Record<string, Operation>>): Entry[] =>
  Object.entries(items).flatMap(([name, methods]) =>
    Object.entries(methods).flatMap(([method, { operationId, summary = '', tags = [], ...rest }]) => {
      if (operationId === undefined) return []
      const anchor = `#/${tags[0] ?? ''}/${operationId}`.toLowerCase()
      const samples = rest['x-codeSamples'] ?? []
      return [{ id: operationId, method: method.toUpperCase(), name, summary, anchor, samples }]
    }),
  )

export const operationsOf = ({ paths }: Description): Entry[] => entriesIn(paths)

export const callbacksOf = ({ webhooks = {} }: Description): Entry[] => entriesIn(webhooks)

/** A sample and where it is. */
export interface PlacedSample extends Sample {
  /** Id of the operation, or name of the tag. */
  of: string
  /** Where it is: under a path, a webhook or a tag. */
  under: 'paths' | 'webhooks' | 'tags'
}

const placed = (under: PlacedSample['under'], of: string, samples: Sample[] = []): PlacedSample[] =>
  samples.map((sample) => ({ ...sample, of, under }))

/** Every sample of a description, in order. */
export const samplesOf = ({ paths, webhooks = {}, tags }: Description): PlacedSample[] => {
  const operations = (under: 'paths' | 'webhooks', items: Description['paths']): PlacedSample[] =>
    Object.values(items)
      .flatMap((methods) => Object.values(methods))
      .flatMap(({ operationId = '', ...operation }) => placed(under, operationId, operation['x-codeSamples']))
  return [
    ...operations('paths', paths),
    ...operations('webhooks', webhooks),
    ...tags.flatMap((tag) => placed('tags', tag.name, tag['x-codeSamples'])),
  ]
}
