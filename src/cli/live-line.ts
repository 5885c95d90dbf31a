/** Milliseconds between two drawings, so that a fast download costs no time. */
const PACE_MS = 100
/** How long a rate is measured. Over a shorter time it jumps. */
const RATE_MS = 3_000
const LEAST_RATE_MS = 1_000

/** A line of a terminal that is rewritten in place, below the lines that stay. */
export interface LiveLine {
  /** Draws the line again, now and then; `at once` for what must not be missed. */
  readonly draw: (when?: 'at once') => void
  /** Prints a line that stays, above. */
  readonly print: (text: string) => void
  /** Removes the line; nothing is drawn after that. */
  readonly end: () => void
}

/** Whether a stream can rewrite a line. */
const canRewrite = (stream: NodeJS.WriteStream): boolean => stream.isTTY && process.env['TERM'] !== 'dumb'

/**
 * A live line on a terminal. Elsewhere nothing is drawn, and what is printed stays.
 *
 * @param render - The text for a width; undefined when there is nothing to show yet.
 */
export const createLiveLine = (stream: NodeJS.WriteStream, render: (width: number) => string | undefined): LiveLine => {
  if (!canRewrite(stream)) {
    return { draw: () => undefined, print: (text) => void stream.write(`${text}\n`), end: () => undefined }
  }
  let drawnAt = 0
  let isShown = false
  const clear = (): void => {
    if (isShown) stream.write('\r\u001b[K')
    isShown = false
  }
  const draw = (): void => {
    // The last column stays free: some terminals wrap when it is written.
    const width = (stream.columns >= 20 ? stream.columns : 80) - 1
    const text = render(width)
    if (text === undefined) return
    drawnAt = performance.now()
    isShown = true
    stream.write(`\r${text.slice(0, width)}\u001b[K`)
  }
  // The seconds go on while nothing happens.
  const ticking = setInterval(draw, 1000).unref()
  stream.on('resize', draw)
  return {
    draw: (when) => {
      if (when === 'at once' || performance.now() - drawnAt >= PACE_MS) draw()
    },
    print: (text) => {
      clear()
      stream.write(`${text}\n`)
      draw()
    },
    end: () => {
      clearInterval(ticking)
      stream.off('resize', draw)
      clear()
    },
  }
}

/** Measures how fast a number grows. */
export interface Rate {
  readonly add: (value: number) => void
  /** Per second, over the last three seconds; undefined until a second was measured. */
  readonly perSecond: () => number | undefined
}

export const createRate = (now: () => number = () => performance.now()): Rate => {
  const seen: { readonly at: number; readonly value: number }[] = []
  return {
    add: (value) => {
      const at = now()
      // Four samples a second are enough.
      if (at - (seen.at(-1)?.at ?? -Infinity) < 250) return
      seen.push({ at, value })
      while (at - (seen[1]?.at ?? at) >= RATE_MS) seen.shift()
    },
    perSecond: () => {
      const [first, last] = [seen[0], seen.at(-1)]
      if (!first || !last || last.at - first.at < LEAST_RATE_MS) return undefined
      return ((last.value - first.value) * 1000) / (last.at - first.at)
    },
  }
}

/** The parts that fit into a width, in order; those with the highest rank are left out first. */
export const fit = (parts: readonly (readonly [text: string, rank: number])[], width: number): string => {
  let kept = parts.filter(([text]) => text !== '')
  const text = (): string => kept.map(([one]) => one).join('  ')
  while (text().length > width && kept.length > 1) {
    const last = Math.max(...kept.map(([, rank]) => rank))
    kept = kept.filter(([, rank]) => rank !== last)
  }
  return text()
}
