/** With words. */
export const spoken = (): void => undefined

export const silent = (): void => undefined

export interface Silence {
  length: number
}
