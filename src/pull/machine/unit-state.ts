import type { ApiVersion } from '../../../generated/versions.js'
import type { Unit } from '../units/unit.js'

/**
 * The steps of a unit, in order. A unit with calls ends in `done`, or in `provisional` while its period may still get
 * calls; the next run then pulls it again. A unit whose calls have left the window ends in `closed`, without calls. A
 * `suspended` unit met an error and goes on from `suspended.step`.
 */
export const STEPS = [
  'planned',
  'creating',
  'waiting',
  'ready',
  'downloaded',
  'loaded',
  'done',
  'provisional',
  'closed',
  'suspended',
] as const

/** How far a unit is. */
export type Step = (typeof STEPS)[number]

/** Why a unit is suspended. Contains no secrets. */
export interface Suspension {
  /** The step to go on from. */
  readonly step: Step
  readonly error: {
    readonly name: string
    readonly code: string
    readonly message: string
    readonly hint?: string
    readonly retryable: boolean
  }
}

/**
 * How far a unit is: a plain JSON value. It was true when it was saved; every step checks again before it acts.
 */
export interface UnitState {
  readonly key: string
  readonly unit: Unit
  /** How many times the unit has been requested, counted from 1. */
  readonly generation: number
  readonly api_version: ApiVersion
  /** Origin of the API that the attempt uses. */
  readonly origin: string
  readonly step: Step
  /** The export that was created for it. */
  readonly export_id?: string
  /** True when that export was found by its reference, so that another version may have been used to create it. */
  readonly adopted?: true
  /** The status of that export when it was last seen. */
  readonly status?: string
  /** When the export was requested, ISO 8601. */
  readonly asked_at?: string
  /** Since when the result of a create request is unknown, ISO 8601. */
  readonly unsure_since?: string
  /** Create requests of this generation whose result is unknown. */
  readonly unsure?: number
  /** Since when the export is completed but has no file, ISO 8601. */
  readonly without_url_since?: string
  /** How often this step has polled without success. */
  readonly polls?: number
  /** SHA-256 of the downloaded file, in hex. */
  readonly sha256?: string
  /**
   * The column by which the calls of the period are taken out of the file, where the API can be asked for a whole month
   * or day only.
   */
  readonly narrowed_by?: string
  /** Calls that were loaded. */
  readonly rows?: number
  /** Create requests of all generations that may have made an export that nobody uses. */
  readonly possible_orphans: number
  /** Failures in a row. */
  readonly failures?: number
  readonly suspended?: Suspension
  /**
   * When to advance the unit again, ISO 8601; at once if absent. A suspended unit without it waits until somebody
   * requests it.
   */
  readonly due_at?: string
}

/** Whether nothing more is done until somebody requests the unit again. */
export const isSettled = ({ step, due_at }: Pick<UnitState, 'step' | 'due_at'>): boolean =>
  step === 'done' || step === 'provisional' || step === 'closed' || (step === 'suspended' && due_at === undefined)

/** No step pauses longer. Who left a later time behind had a clock that was ahead. */
export const LONGEST_PAUSE_MS = 3_600_000

/** Whether the time has come to advance a unit. A suspended one may have to wait for long, such as for its period. */
export const isDueAt = ({ step, due_at }: Pick<UnitState, 'step' | 'due_at'>, now: number): boolean => {
  const left = (Date.parse(due_at ?? '') || 0) - now
  return left <= 0 || (step !== 'suspended' && left > LONGEST_PAUSE_MS)
}

/** Whether a value looks like the state of a unit. Its `unit` is not checked. */
export const isState = (state: Partial<UnitState> | undefined): state is UnitState =>
  typeof state?.key === 'string' &&
  Number.isInteger(state.generation) &&
  Number.isInteger(state.possible_orphans) &&
  typeof state.api_version === 'string' &&
  typeof state.origin === 'string' &&
  STEPS.some((step) => step === state.step) &&
  (state.step === 'suspended') === (state.suspended !== undefined)
