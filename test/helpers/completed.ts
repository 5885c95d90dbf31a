/** A folder in the current one. */
export const FOLDER = 'calls-of-october'

/** Lines after the name of the program, and what a tab makes of them in every shell. */
export const COMPLETED: readonly (readonly [line: string, completed: string])[] = [
  ['pu', 'pull'],
  ['callbacks si', 'callbacks sign'],
  ['callbacks sign --met', 'callbacks sign --method'],
  ['callbacks sign id=1 --met', 'callbacks sign id=1 --method'],
  ['get 1 --api-v', 'get 1 --api-version'],
  ['callbacks sign --method G', 'callbacks sign --method GET'],
  ['pull --type cdr_o', 'pull --type cdr_out'],
  ['pull --type cdr_in cdr_o', 'pull --type cdr_in cdr_out'],
  ['pull --type cdr_in --form', 'pull --type cdr_in --format'],
  ['pull --format=nd', 'pull --format=ndjson'],
  ['pull --json --format nd', 'pull --json --format ndjson'],
  ['plan --period last-month y', 'plan --period last-month yesterday'],
  ['completion fi', 'completion fish'],
]

/** The same for what readline itself adds in bash. */
export const FILES: readonly (readonly [line: string, completed: string])[] = [
  ['pull --out calls', `pull --out ${FOLDER}/`],
  ['records calls', `records ${FOLDER}/`],
  ['sql calls', `sql ${FOLDER}/`],
]
