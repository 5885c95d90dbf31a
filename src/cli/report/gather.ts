import type { TimeZone } from '../../periods/time-zone.js'
import type { CallFile } from '../../records/call-file.js'
import type { CountryOf } from '../summary/country.js'
import { eachCall, knownOf } from '../summary/read.js'
import { unitsOf } from './cost.js'
import { type Name, OTHERS, type Place, type TypeReport } from './data.js'
import { type Chosen, Gathering } from './gathering.js'
import { OpenCell } from './open-cell.js'

/** How the calls of a report are read. */
export interface GatherOptions {
  readonly zone: TimeZone | undefined
  readonly countryOf: CountryOf
  readonly signal: AbortSignal
  /** Hides digits of telephone numbers. */
  readonly mask: (name: Name) => Name
}

/** How many DIDs and how many trunks are shown by themselves, from what is best to what always fits. */
const SHOWN = [500, 200, 100, 50, 20, 10, 5, 0]

/** DIDs and trunks of a second reading, which is needed when there are very many. */
const SHOWN_OF_MANY = 20

/** Most characters of the cells of a type in the page. */
const MOST_CHARACTERS = 350_000

/** Most callers by calls, and as many by cost. */
const CALLERS = 20

/** Reads the calls of one export type and adds them up for a page. */
export const gatherType = async (
  exportType: string,
  files: readonly CallFile[],
  options: GatherOptions,
): Promise<TypeReport> => {
  const first = new Gathering()
  await eachCall(files, options, (found) => first.add(found))
  let gathered = first
  if (first.isFull) {
    gathered = new Gathering(chosenOf(first, SHOWN_OF_MANY))
    await eachCall(files, options, (found) => gathered.add(found))
  }
  const { decimals } = first.cost
  const { cost_columns, is_known_in_part } = knownOf(files, options.zone)
  const named = (names: readonly Name[]): Name[] => distinct(names.map(options.mask))
  return {
    export_type: exportType,
    cost_columns,
    is_known_in_part,
    has_durations: first.hasDurations,
    decimals,
    accounts: gathered.accounts.list(),
    months: gathered.months.list(),
    dids: named(gathered.dids.list()),
    trunks: named(gathered.trunks.list()),
    countries: gathered.countries.list(),
    codes: gathered.codes.list().map((code, place) => [code, gathered.reasons.get(place) ?? null] as const),
    cells: fitting(gathered, first).map((cell) => cell.closed(decimals)),
    are_callers_whole: first.callers.isWhole,
    callers: first.callers
      .top(CALLERS)
      .map(
        ([name, calls, dollars, fraction]) =>
          [options.mask(name), calls, unitsOf(dollars, fraction, decimals)] as const,
      ),
  }
}

/** Numbers that are the same when masked get a number of their own, so that each can be chosen. */
const distinct = (names: readonly Name[]): Name[] => {
  const seen = new Map<Name, number>()
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name ?? 'none'} (${count})`
  })
}

const chosenOf = ({ didWeights, trunkWeights }: Gathering, most: number): Chosen => ({
  dids: didWeights.heaviest(most),
  trunks: trunkWeights.heaviest(most),
})

/** The cells, with as many DIDs and trunks shown by themselves as the page has room for. */
const fitting = (gathered: Gathering, weighed: Gathering): readonly OpenCell[] => {
  const [dids, trunks] = [gathered.dids.list(), gathered.trunks.list()]
  let cells: readonly OpenCell[] = gathered.cells
  for (const most of SHOWN) {
    if (charactersOf(cells) <= MOST_CHARACTERS) break
    const chosen = chosenOf(weighed, most)
    const keep = (place: number, names: readonly Name[], shown: ReadonlySet<Name>): number =>
      place !== OTHERS && shown.has(names[place] ?? null) ? place : OTHERS
    cells = merged(gathered.cells, ([account, month, did, trunk]) => [
      account,
      month,
      keep(did, dids, chosen.dids),
      keep(trunk, trunks, chosen.trunks),
    ])
  }
  return cells
}

const charactersOf = (cells: readonly OpenCell[]): number =>
  cells.reduce((sum, cell) => sum + JSON.stringify(cell.closed(0)).length, 0)

/** Adds up the cells that are then at the same place. */
const merged = (cells: readonly OpenCell[], move: (of: Place) => Place): OpenCell[] => {
  const moved = new Map<string, OpenCell>()
  for (const cell of cells) {
    const of = move(cell.of)
    const key = of.join(' ')
    const known = moved.get(key) ?? new OpenCell(of)
    known.merge(cell)
    moved.set(key, known)
  }
  return [...moved.values()]
}
