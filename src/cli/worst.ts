import type { ExportsError } from '../errors/exports-error.js'
import type { RunSummary } from '../pull/run-options.js'
import { exitCodeOf } from './exit-code.js'

/** Exit codes from the least to the worst: what passes by itself before what somebody has to mend. */
const ORDER = [4, 2, 5, 3, 6, 7, 1]

const rank = (error: ExportsError): number => ORDER.indexOf(exitCodeOf(error))

/** The error whose class decides how a run of many units exits; undefined when there was none. */
export const worstOf = ({ outcomes }: RunSummary): ExportsError | undefined =>
  outcomes
    .flatMap(({ error }) => (error ? [error] : []))
    .reduce<ExportsError | undefined>((worst, one) => (worst && rank(worst) >= rank(one) ? worst : one), undefined)
