import { Dice, hashOf, uuidOf } from './random.js'

/** A voice out trunk of the account. */
export interface Trunk {
  readonly id: string
  readonly name: string
}

/** What an account owns and how busy it is. Everything else is derived from it. */
export interface World {
  readonly seed: string
  /** Calls in a month. */
  readonly rows: number
  /** When the sandbox started, in milliseconds since 1970. */
  readonly startedAt: number
  readonly dids: readonly string[]
  readonly trunks: readonly Trunk[]
}

const PREFIXES = ['44203', '97239', '38044', '49302', '1415', '33170', '35314', '4822']
const TRUNKS = ['Main trunk', 'Büro Zürich', 'Backup, US "east"']

/** The account of a seed. */
export const worldOf = (seed: string, rows: number, startedAt: number): World => {
  const dice = new Dice()
  dice.seed(hashOf(`${seed}/numbers`))
  return {
    seed,
    rows,
    startedAt,
    dids: PREFIXES.map((prefix) => prefix + dice.digits(7)),
    trunks: TRUNKS.map((name) => ({ id: uuidOf(`${seed}/trunk/${name}`), name })),
  }
}
