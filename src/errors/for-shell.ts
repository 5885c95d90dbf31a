/** A text in single quotes, as POSIX shells and zsh take it. */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** A text as an argument that can be pasted into a shell, in quotes only where it needs them. */
export const forShell = (text: string): string => (/^[\w./:=@%+,-]+$/.test(text) ? text : shellQuoted(text))
