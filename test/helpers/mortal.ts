/** Where a process died; never caught by the code under test, which knows only its own errors. */
export class Killed extends Error {}

/** A process that dies at one point: before or after one call of what is wrapped. Nothing works after that. */
export interface Mortal {
  /** The calls that were reached, a `before` and an `after` each. */
  readonly points: readonly string[]
  readonly isDead: boolean
  readonly wrap: <T extends object>(name: string, value: T) => T
}

export const createMortal = (dieAt = Infinity): Mortal => {
  const points: string[] = []
  let isDead = false
  const pass = (point: string): void => {
    if (isDead) throw new Killed(point)
    if (points.push(point) - 1 === dieAt) {
      isDead = true
      throw new Killed(point)
    }
  }
  const wrap = <T extends object>(name: string, value: T): T =>
    new Proxy(value, {
      get: (of, member, receiver) => {
        const inner: unknown = Reflect.get(of, member, receiver)
        if (typeof inner !== 'function') return inner
        return async (...args: unknown[]): Promise<unknown> => {
          pass(`before ${name}.${String(member)}`)
          const result: unknown = await inner.apply(of, args)
          pass(`after ${name}.${String(member)}`)
          return result
        }
      },
    })
  return {
    points,
    get isDead() {
      return isDead
    },
    wrap,
  }
}
