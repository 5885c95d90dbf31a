/** What was noted before it is known whether anybody wants to read it. */
let early: string[] | undefined = []
let isQuiet = false

/** Says something on stderr that is no error; `--quiet` leaves it out. */
export const note = (text: string): void => {
  if (early) early.push(text)
  else if (!isQuiet) process.stderr.write(`${text}\n`)
}

/** Begins to print notes, or leaves them all out. A command that is refused before prints only its error. */
export const startNotes = (quiet: boolean): void => {
  isQuiet = quiet
  const before = early ?? []
  early = undefined
  for (const text of before) note(text)
}

/** Whether progress is shown. */
export const isTold = (): boolean => !isQuiet

/** What is being done, and what to do when it is interrupted. */
interface Doing {
  /** As in "interrupted while …". */
  readonly what: string
  readonly next?: string
}

/** What each command does, until it says more exactly itself. */
const COMMANDS: Readonly<Record<string, Doing>> = {
  create: { what: 'creating an export', next: 'it may have been created: look with `didww-exports list`' },
  update: { what: 'changing an export', next: 'it may have been changed: look with `didww-exports get`' },
  wait: { what: 'waiting for the export', next: 'it goes on without you; run again to wait' },
  download: { what: 'downloading', next: 'run again to go on' },
  pull: {
    what: 'starting the pull',
    next: 'run again to go on: what was downloaded is kept, and its calls are read again',
  },
  enqueue: { what: 'enqueueing units', next: 'run again: those that are there already are skipped' },
  worker: { what: 'working', next: 'run again, or leave the units to another worker' },
  records: { what: 'reading calls', next: 'no file was written' },
  repair: { what: 'repairing', next: 'run again to go on' },
  verify: { what: 'verifying' },
  list: { what: 'reading the list of exports' },
  get: { what: 'reading an export' },
  summary: { what: 'reading calls' },
  doctor: { what: 'checking' },
  listen: { what: 'listening' },
  sandbox: { what: 'serving' },
}

let doing: Doing | undefined

/** Remembers which command runs. */
export const startCommand = (name: string): void => {
  doing = COMMANDS[name]
}

/** Remembers what is being done now; what to do when it is interrupted stays. */
export const setDoing = (what: string, next: string | undefined = doing?.next): void => {
  doing = { what, ...(next !== undefined && { next }) }
}

/** What a command was doing when it was interrupted. */
export const interruption = (): string =>
  `interrupted${doing ? ` while ${doing.what}` : ''}${doing?.next === undefined ? '' : `; ${doing.next}`}`
