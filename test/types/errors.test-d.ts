/** Checked by `tsc`: each expected error is one line, and a directive without an error is an error. */
import type * as Package from '../../src/index.js'
import {
  AmbiguousCreateError,
  DownloadError,
  ExportsError,
  VersionMismatchError,
  WaitTimeoutError,
} from '../../src/index.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const use = (..._values: unknown[]): void => undefined
const same = <A, B>(..._proof: Equal<A, B> extends true ? [] : ['not the same type']): void => undefined

type IsAny<T> = 0 extends 1 & T ? true : false
type HasAny<T> = IsAny<T> extends true ? true : T extends readonly (infer E)[] ? IsAny<E> : false

/** The members of what `instanceof` narrows to that are `any`, or lists of it. */
type AnyIn<C> = C extends { prototype: infer P }
  ? { [K in keyof P]-?: true extends HasAny<P[K]> ? K : never }[keyof P]
  : never

type Errors = { [K in keyof typeof Package as K extends `${string}Error` ? K : never]: AnyIn<(typeof Package)[K]> }

/** What `instanceof` makes of a generic class. */
declare class Loose<E extends { id: string } = { id: string }> extends ExportsError {
  override readonly name: string
  readonly found: E
  readonly list: readonly E[]
}

export const checks = (error: unknown): void => {
  same<Errors[keyof Errors], never>()
  same<AnyIn<typeof Loose>, 'found' | 'list'>()
  // @ts-expect-error - some of its members are any
  same<AnyIn<typeof Loose>, never>()

  if (error instanceof WaitTimeoutError) {
    const { id, status }: { id: string; status: string } = error.lastExport
    use(id, status)
    // @ts-expect-error - there is no such member
    use(error.lastExport.nothing)
  }
  if (error instanceof AmbiguousCreateError) {
    same<NonNullable<typeof error.candidates>[number]['created_at'], string | null>()
    // @ts-expect-error - the list may not have been read
    use(error.candidates.length)
  }
  if (error instanceof VersionMismatchError) {
    same<NonNullable<typeof error.export>['id'], string>()
    // @ts-expect-error - attributes of another version are not known
    use(error.export?.['status'].length)
  }
  if (error instanceof DownloadError) {
    same<typeof error.code, 'truncated' | 'corrupt' | 'too_large' | 'not_gzip'>()
    // @ts-expect-error - there is no such code
    use(error.code === 'torn')
  }
  if (error instanceof ExportsError) same<typeof error.code, string>()
}
