const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as HTML. */
export const text = (value: string): string => value.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)

export const code = (value: string): string => `<code>${text(value)}</code>`

/** A line of Markdown as HTML: code and bold text are kept, nothing else. */
export const inline = (markdown: string): string =>
  text(markdown.replace(/\s+/g, ' '))
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<b>$1</b>')

/** A table that scrolls, also by keyboard, if the window is too narrow. */
export const table = (name: string, head: readonly string[], rows: readonly (readonly string[])[]): string => `
<div class="scroll" role="region" aria-label="${text(name)}" tabindex="0"><table>
<thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead>
<tbody>
${rows.map(([first = '', ...rest]) => `<tr><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}
</tbody>
</table></div>`
