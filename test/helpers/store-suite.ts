import type { Store } from '../../src/pull/store.js'

/** One place in which states are kept, under test. */
export interface StoreBench extends AsyncDisposable {
  /** Opens it; the same place each time. Where two owners are allowed they may be open at once. */
  readonly open: () => Promise<Store>
  /** Lets so many milliseconds pass on the store's own clock. */
  readonly pass: (ms: number) => Promise<void>
  /** Makes what is there one of a newer program. */
  readonly makeNewer: () => Promise<void>
  /** Spoils what is there. */
  readonly damage: () => Promise<void>
  /** Whether several may have it open at once. */
  readonly shared: boolean
}

/** What every store has to do: one suite for all. Call it in a `*.test.ts`. */
export declare const storeSuite: (name: string, createBench: () => Promise<StoreBench>) => void
