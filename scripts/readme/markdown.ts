/** Returns the text of a block. `kind` is the first word of its marker, and `what` the rest. */
export type Render = (kind: string, what: string) => Promise<string>

const BLOCK = /^<!-- block: (\S+) ?(.*?) -->\n[\s\S]*?^<!-- \/block -->$/gm
const OPENING = /^<!-- block: /gm

/** Replaces the text between the markers of every block. */
export const fillBlocks = async (markdown: string, render: Render): Promise<string> => {
  const blocks = [...markdown.matchAll(BLOCK)]
  if (blocks.length !== (markdown.match(OPENING) ?? []).length) throw new Error('a block has no <!-- /block -->')
  // In order, because a command of a document can use what earlier ones have written.
  const texts: string[] = []
  for (const [, kind = '', what = ''] of blocks) {
    texts.push(`<!-- block: ${`${kind} ${what}`.trim()} -->\n${(await render(kind, what)).trimEnd()}\n<!-- /block -->`)
  }
  return markdown.replace(BLOCK, () => texts.shift() ?? '')
}

const cell = (value: string): string => value.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|')

const lineOf = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

/** A Markdown table. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [lineOf(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(lineOf)].join('\n')

export const fence = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``

export const code = (text: string): string => `\`${text}\``
