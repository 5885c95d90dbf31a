import type { ApiVersion } from '../../../generated/versions.js'
import type { Unit } from '../units/unit.js'

/**
 * How far a unit is, in this order. `done` and `provisional` are the ends that hold calls: a provisional
 * one may still get some, so the next run asks for it anew. `closed` is the end that holds none: its calls
 * have left the window. A `suspended` unit met an error and goes on from `suspended.step`.
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

/** Why a unit is suspended, as data without secrets. */
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
 * How far a unit is: a plain JSON value. What it says was true when it was written; every step looks at
 * the world again before it acts.
 */
export interface UnitState {
  readonly key: string
  readonly unit: Unit
  /** Counts from 1 the times the unit was asked for anew. */
  readonly generation: number
  readonly api_version: ApiVersion
  /** Origin of the API the attempt is made at. */
  readonly origin: string
  readonly step: Step
  /** The export that was created for it. */
  readonly export_id?: string
  /** Whether that export was found by its reference, so that it can have been created with another version. */
  readonly adopted?: true
  /** The status it was last seen in. */
  readonly status?: string
  /** When it was asked for, ISO 8601. */
  readonly asked_at?: string
  /** Since when it is not known whether a create has happened, ISO 8601. */
  readonly unsure_since?: string
  /** Creates of this generation of which it is not known whether they made an export. */
  readonly unsure?: number
  /** Since when it is completed without a file, ISO 8601. */
  readonly without_url_since?: string
  /** How often this step has looked in vain. */
  readonly polls?: number
  /** SHA-256 of the downloaded file, in hex. */
  readonly sha256?: string
  /** Calls that were loaded. */
  readonly rows?: number
  /** Creates of all generations of which it is not known whether they made an export, or that made one too many. */
  readonly possible_orphans: number
  /** Failures in a row. */
  readonly failures?: number
  readonly suspended?: Suspension
  /**
   * When it is worth looking again, ISO 8601; at once without it. A suspended unit without it waits for
   * somebody to ask.
   */
  readonly due_at?: string
}

/** Whether nothing more is to be done until somebody asks for the unit anew. */
export const isSettled = ({ step, due_at }: Pick<UnitState, 'step' | 'due_at'>): boolean =>
  step === 'done' || step === 'provisional' || step === 'closed' || (step === 'suspended' && due_at === undefined)

/** Whether a value is the state of a unit, as far as that can be seen. */
export const isState = (state: Partial<UnitState> | undefined): state is UnitState =>
  typeof state?.key === 'string' &&
  Number.isInteger(state.generation) &&
  Number.isInteger(state.possible_orphans) &&
  typeof state.api_version === 'string' &&
  typeof state.origin === 'string' &&
  STEPS.some((step) => step === state.step) &&
  (state.step === 'suspended') === (state.suspended !== undefined)
