import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { patches } from '../../scripts/mutate/patches.js'

test.each(patches)(
  'the patch of $name finds its text exactly once, and its tests exist',
  ({ file, find, tests, only }) => {
    expect(readFileSync(file, 'utf8').split(find)).toHaveLength(2)
    const texts = tests.map((path) => readFileSync(path, 'utf8'))
    if (only !== undefined) expect(texts.some((text) => text.includes(only))).toBe(true)
  },
)
