import type { Reporter, TestModule } from 'vitest/node'

/** Says at the end how many fault rows ran: each test below `test/faults/` is one. */
export default class FaultRows implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules
      .filter(({ moduleId }) => moduleId.includes('/test/faults/'))
      .flatMap(({ children }) => [...children.allTests('passed')])
    console.log(`${rows.length} fault rows survived`)
  }
}
