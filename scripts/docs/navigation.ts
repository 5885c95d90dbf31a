import { readFile } from 'node:fs/promises'
import { text } from './html.js'

/** A link of the navigation bar. */
export interface Place {
  href: string
  name: string
}

export const REFERENCE = 'typescript/index.html'

/** All links: the versions, newest first, and the other descriptions, by the names of their pages. */
export const placesOf = (versions: readonly string[], others: readonly string[]): Place[] => [
  { href: 'index.html', name: 'Overview' },
  ...versions.toReversed().map((version) => ({ href: `${version}.html`, name: version })),
  ...others.map((name) => ({ href: `${name}.html`, name: `${name.charAt(0).toUpperCase()}${name.slice(1)}` })),
  { href: REFERENCE, name: 'TypeScript' },
]

/** The navigation bar of a page. `root` is the path from the page to the index. */
export const navigation = (places: readonly Place[], current: string, root = ''): string => {
  const links = places.map(({ href, name }) => {
    const here = href === current ? ' aria-current="page"' : ''
    return `<a href="${text(root + href)}"${here}>${text(name)}</a>`
  })
  return `<nav class="places" aria-label="Pages">${links.join(' ')}</nav>`
}

export const navigationStyle = (): Promise<string> => readFile('scripts/docs/navigation.css', 'utf8')
