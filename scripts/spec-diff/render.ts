import type { Change } from './compare.js'

const MARKS = { major: '✖', minor: '+', patch: '·' }

/** Steps of a path that tell a reader nothing. */
const SILENT = /^(content|schema|properties|items|discriminator|mapping|application\/.*)$/

const stepsOf = ({ path }: Change): string[] =>
  path
    .replace(/^#\//, '')
    .split('/')
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'))

/** `GET /v3/exports`, or the part of the document. */
const placeOf = (change: Change): string => {
  const [part = '', path = '', method] = stepsOf(change)
  if (part !== 'paths' && part !== 'webhooks') return part
  return method === undefined ? path : `${method.toUpperCase()} ${path}`
}

/** Where in its operation a change is. A parameter is given by name, because its index tells nothing. */
const memberOf = (change: Change): string => {
  const [part = '', ...steps] = stepsOf(change)
  const inner = /^(paths|webhooks)$/.test(part) ? steps.slice(2) : steps
  const { property, base, revision } = change
  const name = ((revision ?? base)?.value as { name?: unknown } | null | undefined)?.name
  const ends = [property === 'key' ? undefined : property, typeof name === 'string' ? name : undefined]
  return [...inner.filter((step) => !SILENT.test(step)), ...ends.filter((end) => end !== undefined)].join('.')
}

const lineOf = (change: Change): string => {
  const { impact, kind, verdicts, base, revision } = change
  const said = verdicts.map(({ message }) => message.replace(/\.$/, '')).join('; ')
  const at = revision ?? base
  const where = at ? `  (${at.file}:${at.line})` : ''
  return `  ${MARKS[impact]} ${memberOf(change) || 'the whole'} ${kind}${said && `: ${said}`}${where}`
}

/** The changes as text, grouped by operation, breaking ones first. */
export const render = (changes: readonly Change[], from: string, to: string, all: boolean): string => {
  const count = (impact: Change['impact']): number => changes.filter((one) => one.impact === impact).length
  const shown = (['major', 'minor', 'patch'] as const)
    .filter((impact) => all || impact !== 'patch')
    .flatMap((impact) => changes.filter((one) => one.impact === impact))
  const places = [...new Set(shown.map(placeOf))]
  const blocks = places.map((place) => [place, ...shown.filter((one) => placeOf(one) === place).map(lineOf)].join('\n'))
  const others = `${count('patch')} that change nothing for a program${all ? '' : ' (--all shows them)'}`
  const summary = `${from} to ${to}: ${count('major')} breaking (✖), ${count('minor')} more (+), ${others}`
  return [...blocks, summary].join('\n\n')
}
