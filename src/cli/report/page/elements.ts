type Child = Node | string | null

/** An element with these attributes and children. Texts are never read as markup. */
export const element = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children.filter((child) => child !== null))
  return made
}

/** What may be larger than its place; it takes the focus, so that it can be scrolled by keyboard. */
export const scrolling = (name: string, shown: HTMLElement): HTMLElement =>
  element('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': name }, shown)

/** A table with a caption for those who cannot see where it stands. Numbers stand to the right. */
export const table = (
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly (string | Node)[])[],
): HTMLTableElement =>
  element(
    'table',
    {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...headings.map((text) => element('th', { scope: 'col' }, text)))),
    element(
      'tbody',
      {},
      ...rows.map(([first = '', ...others]) =>
        element('tr', {}, element('th', { scope: 'row' }, first), ...others.map((cell) => element('td', {}, cell))),
      ),
    ),
  )
