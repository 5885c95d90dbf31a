import type { ExportsError } from '../errors/exports-error.js'
import { exitCodeOf } from './exit-code.js'

/** Exit codes from the least to the worst: what passes by itself before what somebody has to mend. */
const ORDER = [4, 2, 5, 3, 6, 7, 1]

const rank = (error: ExportsError): number => ORDER.indexOf(exitCodeOf(error))

/** The error whose class decides how a run of many units exits; undefined when there was none. */
export const worstOf = (errors: readonly ExportsError[]): ExportsError | undefined =>
  errors.reduce<ExportsError | undefined>((worst, one) => (worst && rank(worst) >= rank(one) ? worst : one), undefined)
