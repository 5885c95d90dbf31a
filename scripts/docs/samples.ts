import type { Description, Sample } from './description.js'

/** A sample with where it stands. */
export interface PlacedSample extends Sample {
  /** Id of the operation, or name of the tag. */
  of: string
  /** Whether it stands under a path, a webhook or a tag. */
  under: 'paths' | 'webhooks' | 'tags'
}

const placed = (under: PlacedSample['under'], of: string, samples: Sample[] = []): PlacedSample[] =>
  samples.map((sample) => ({ ...sample, of, under }))

/** Every sample of a description, in its order. */
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
