import type { ApiVersion } from '../../generated/versions.js'
import { uuidOf } from './calls/random.js'
import type { Selection } from './calls/select.js'

/** The given filters; lists and numbers as they came. */
export type Filters = Readonly<Record<string, string | number | readonly string[]>>

/** An export as the sandbox stores it. Its status follows from the time. */
export interface StoredExport {
  readonly id: string
  readonly filename: string
  /** The version it was created with, which also decides its file. */
  readonly version: ApiVersion
  readonly type: string
  readonly filters: Filters
  readonly selection: Selection
  readonly createdAt: number
  readonly completedAt: number
  /** When it and its file are deleted. */
  readonly deletedAt: number
  readonly callbackUrl: string | null
  readonly callbackMethod: string | null
  reference: string | null
}

type NewExport = Omit<StoredExport, 'id' | 'filename' | 'completedAt' | 'deletedAt'>

const monthAfter = (at: number): number => {
  const date = new Date(at)
  const day = date.getUTCDate()
  date.setUTCMonth(date.getUTCMonth() + 1)
  // The month has no 31st.
  if (date.getUTCDate() !== day) date.setUTCDate(0)
  return date.getTime()
}

/** The exports of an account. Their status depends on the time only. */
export class ExportStore {
  readonly #seed: string
  readonly #pendingFor: number
  readonly #processingFor: number
  readonly #byId = new Map<string, StoredExport>()
  readonly #byFilename = new Map<string, StoredExport>()

  constructor(seed: string, pendingFor: number, processingFor: number) {
    this.#seed = seed
    this.#pendingFor = pendingFor
    this.#processingFor = processingFor
  }

  add(given: NewExport): StoredExport {
    const count = this.#byId.size
    const completedAt = given.createdAt + this.#pendingFor + this.#processingFor
    const one: StoredExport = {
      ...given,
      id: uuidOf(`${this.#seed}/export/${count}`),
      filename: uuidOf(`${this.#seed}/file/${count}`),
      completedAt,
      deletedAt: monthAfter(completedAt),
    }
    this.#byId.set(one.id, one)
    this.#byFilename.set(one.filename, one)
    return one
  }

  /** Every export created by then, including deleted ones, oldest first. */
  all(now: number): StoredExport[] {
    return [...this.#byId.values()].filter(({ createdAt }) => createdAt <= now)
  }

  find(id: string, now: number): StoredExport | undefined {
    const one = this.#byId.get(id.toLowerCase())
    return one && isThere(one, now) ? one : undefined
  }

  /** The export of a file that can be downloaded. */
  findFile(filename: string, now: number): StoredExport | undefined {
    const one = this.#byFilename.get(filename.toLowerCase())
    return one && isThere(one, now) && now >= one.completedAt ? one : undefined
  }

  /** 0 is pending, 1 processing, 2 completed. */
  progress({ createdAt, completedAt }: StoredExport, now: number): number {
    if (now >= completedAt) return 2
    return now >= createdAt + this.#pendingFor ? 1 : 0
  }
}

/** Whether it is created by then and not yet deleted. */
export const isThere = ({ createdAt, deletedAt }: StoredExport, now: number): boolean =>
  createdAt <= now && now < deletedAt
