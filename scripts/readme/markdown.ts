const cell = (value: string): string => value.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|')

const lineOf = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

/** A table of Markdown. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [lineOf(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(lineOf)].join('\n')

export const fence = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``

export const code = (text: string): string => `\`${text}\``
