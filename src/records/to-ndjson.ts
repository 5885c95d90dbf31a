/** Records as lines of JSON, each ended by a line feed. */
export const toNdjson = (batch: readonly object[]): string => {
  let text = ''
  for (const record of batch) text += `${JSON.stringify(record)}\n`
  return text
}
