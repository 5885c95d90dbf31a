import type { Name } from './data.js'

/** Texts, each kept once and referred to by its place. */
export class Names {
  readonly #places = new Map<Name, number>()

  placeOf(name: Name): number {
    const known = this.#places.get(name)
    if (known !== undefined) return known
    this.#places.set(name, this.#places.size)
    return this.#places.size - 1
  }

  list(): Name[] {
    return [...this.#places.keys()]
  }
}
