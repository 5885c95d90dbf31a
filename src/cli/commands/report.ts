import { Command } from 'commander'
import { stat } from 'node:fs/promises'
import { ConfigurationError } from '../../errors/configuration-error.js'
import { readHeld } from '../../pull/directory/manifest.js'
import { unitName } from '../../pull/units/unit.js'
import { holesBetween } from '../../pull/units/verification.js'
import { byType, callFilesOf } from '../call-files.js'
import { note, setDoing } from '../notes.js'
import { withOutput } from '../output.js'
import { formatCalls } from '../progress.js'
import { gatherType } from '../report/gather.js'
import { maskNumbers } from '../report/mask.js'
import { renderPage } from '../report/page.js'
import type { TypeReport } from '../report/data.js'
import { TYPES_HELP } from '../selection.js'
import { type CountryOf, createCountryOf } from '../summary/country.js'
import { SHOWN_ZONE, zoneOf } from '../time-zone.js'

interface ReportOptions {
  readonly type?: string
  readonly apiVersion?: string
  readonly out?: string
  readonly force?: boolean
  readonly mask?: boolean
  readonly timeZone?: string
}

/** Most units that a note names. */
const MOST_NAMED = 5

export const reportCommand = (signal: AbortSignal): Command =>
  new Command('report')
    .description('write a page with charts of calls, which opens in a browser without a network')
    .argument('<path...>', '.csv.gz, .csv, .ndjson or .parquet files, or directories of pull')
    .option('--out <file>', 'the HTML file to write; - is stdout')
    .option('--force', 'replace a file of that name')
    .option('--type <type>', `${TYPES_HELP} (default: all that there are)`)
    .option('--api-version <version>', 'version the exports were created with (default: what the files say)')
    .option(...SHOWN_ZONE)
    .option('--mask', 'hide the last four digits of telephone numbers')
    .addHelpText(
      'after',
      `
The page is one file of less than a megabyte, with sums and no calls. It loads
and sends nothing. Account, type, month, DID and trunk are chosen in it. It
prints on one page for each type.

Example:
  didww-exports report cdrs --out report.html
  didww-exports report cdrs --out report.html --time-zone Europe/Kyiv --mask`,
    )
    .action(async (paths: string[], { out, force = false, mask = false, timeZone, ...given }: ReportOptions) => {
      if (out === undefined) {
        throw new ConfigurationError('invalid_option', 'report needs --out FILE', { hint: 'For example report.html.' })
      }
      const zone = zoneOf(timeZone)
      const files = await callFilesOf(paths, given)
      const notes = await notesOf(paths, given.type)
      const { countryOf, missing } = countries()
      if (missing !== undefined) notes.push(missing)
      const types: TypeReport[] = []
      for (const [type, ofType] of byType(files)) {
        setDoing(`reading calls of ${type}`)
        const made = await gatherType(type, ofType, {
          zone,
          countryOf,
          signal,
          mask: mask ? maskNumbers : (name) => name,
        })
        types.push(made)
        if (made.is_known_in_part)
          notes.push(`The columns of ${type} are not all known: what is missing here may be in the files.`)
      }
      const page = await renderPage({
        made: new Date().toISOString(),
        time_zone: zone?.id ?? 'UTC',
        is_masked: mask,
        notes,
        types,
      })
      await withOutput(out === '-' ? undefined : out, force, (write) => write(page))
      const calls = types.flatMap(({ cells }) => cells.flatMap(({ days }) => days.map(([, number]) => number)))
      note(
        `${formatCalls(calls.reduce((sum, one) => sum + one, 0))}${out === '-' ? '' : ` are in ${out}, which opens in any browser`}`,
      )
    })

/** Countries by the prefixes of numbers, where the data of these is installed; else only what the files say. */
const countries = (): { countryOf: CountryOf; missing?: string } => {
  try {
    return { countryOf: createCountryOf() }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return {
      countryOf: ({ country }) => country,
      missing: 'Countries are only those that the files say, as libphonenumber-js is not installed.',
    }
  }
}

/** What has to be known of the calls of directories before their numbers. */
const notesOf = async (paths: readonly string[], type: string | undefined): Promise<string[]> => {
  const notes: string[] = []
  for (const path of paths) {
    if (!(await stat(path).catch(() => undefined))?.isDirectory()) continue
    const held = [...(await readHeld(path)).values()].filter(
      ({ unit }) => (type ?? unit.export_type) === unit.export_type,
    )
    const provisional = held.filter((entry) => entry.provisional).map(({ unit }) => unitName(unit))
    if (provisional.length > 0) notes.push(`Provisional, late calls may still come: ${listed(provisional)}.`)
    const outside = held.filter((entry) => (entry.outside ?? 0) > 0).map(({ unit }) => unitName(unit))
    if (outside.length > 0) notes.push(`With calls that start outside their period: ${listed(outside)}.`)
    const holes = holesBetween(held.map(({ unit }) => unit)).map((hole) => hole.note)
    if (holes.length > 0) notes.push(`Missing: ${listed(holes)}.`)
  }
  return notes
}

const listed = (names: readonly string[]): string =>
  names.length > MOST_NAMED
    ? `${names.slice(0, MOST_NAMED).join('; ')}; and ${names.length - MOST_NAMED} more`
    : names.join('; ')
