/** A copy of an object that lacks some of its members. */
export const without = <T extends object, K extends PropertyKey>(value: T, ...names: readonly K[]): Omit<T, K> => {
  const left = Object.entries(value).filter(([name]) => !(names as readonly PropertyKey[]).includes(name))
  return Object.fromEntries(left) as Omit<T, K>
}
