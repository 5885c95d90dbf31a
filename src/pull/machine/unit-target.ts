import type { Follow } from '../../files/growing-file.js'
import type { Conversion } from '../../records/conversion.js'
import type { CheckedUnit } from '../units/unit.js'
import type { Load, LoadedUnit, Target } from './target.js'

/**
 * A target, as one unit sees it during one call of `advance`. It is asked each question once, and again after a load.
 * That is safe, since a load checks everything itself.
 */
export interface UnitTarget<H extends LoadedUnit = LoadedUnit> {
  readonly check: () => Promise<void>
  readonly loaded: () => ReturnType<Target<H>['loaded']>
  readonly load: (load: Load) => Promise<H | undefined>
  readonly follow: (path: string, conversion: Conversion) => Promise<Follow | undefined>
  readonly discard: (path: string) => Promise<void>
}

export const createUnitTarget = <H extends LoadedUnit>(
  target: Target<H>,
  { unit }: CheckedUnit,
  origin: string,
): UnitTarget<H> => {
  let checked: Promise<void> | undefined
  let loaded: ReturnType<Target<H>['loaded']> | undefined
  return {
    check: () => (checked ??= target.check(unit, origin)),
    loaded: () => (loaded ??= target.loaded(unit)),
    load: (load) => {
      loaded = undefined
      return target.load(load)
    },
    follow: async (path, conversion) => target.follow?.(path, conversion),
    discard: async (path) => target.discard?.(path),
  }
}
