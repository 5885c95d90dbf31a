const date = new Date()
const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 2, 1))

/** The month before the last: in the window and final whatever today is, for processes that read the real clock. */
export const closedMonth: { period: string; filters: { year: string; month: string } } = {
  period: first.toISOString().slice(0, 7),
  filters: { year: String(first.getUTCFullYear()), month: String(first.getUTCMonth() + 1) },
}
