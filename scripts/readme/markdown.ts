/** Gives the text of a block: its kind is the first word of its marker, and `what` the rest. */
export type Render = (kind: string, what: string) => Promise<string>

const BLOCK = /^<!-- block: (\S+) ?(.*?) -->\n[\s\S]*?^<!-- \/block -->$/gm
const OPENING = /^<!-- block: /gm

/** The document with every block between its markers written anew. */
export const fillBlocks = async (markdown: string, render: Render): Promise<string> => {
  const blocks = [...markdown.matchAll(BLOCK)]
  if (blocks.length !== (markdown.match(OPENING) ?? []).length) throw new Error('a block has no <!-- /block -->')
  // One after the other: commands of one document go on from what those before have left.
  const texts: string[] = []
  for (const [, kind = '', what = ''] of blocks) {
    texts.push(`<!-- block: ${`${kind} ${what}`.trim()} -->\n${(await render(kind, what)).trimEnd()}\n<!-- /block -->`)
  }
  return markdown.replace(BLOCK, () => texts.shift() ?? '')
}

const cell = (value: string): string => value.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|')

const lineOf = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

/** A table of Markdown. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [lineOf(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(lineOf)].join('\n')

export const fence = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``

export const code = (text: string): string => `\`${text}\``
