type Headers = Readonly<Record<string, string>>

/** Headers with others laid over them, whatever the case of their names. */
export const overlaid = (headers: Headers, over: Headers): Record<string, string> => {
  const names = new Set(Object.keys(over).map((name) => name.toLowerCase()))
  return {
    ...Object.fromEntries(Object.entries(headers).filter(([name]) => !names.has(name.toLowerCase()))),
    ...over,
  }
}
