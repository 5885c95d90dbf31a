import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest, longest first: begun last, it would be waited for alone. */
const LONG = ['packed/packed', 'faults/pull.', 'scripts/spec', 'docs/', 'cli/', 'faults/', 'contract/']

const rank = ({ moduleId }: TestSpecification): number => {
  const found = LONG.findIndex((part) => moduleId.includes(`/test/${part}`))
  return found === -1 ? LONG.length : found
}

/** Long files first, also where no earlier run has left its times. */
export default class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
