/** What is used of an instance of pg-boss; versions 10 and 12 have it alike. */
export interface Boss {
  getQueue(name: string): Promise<object | null>
  createQueue(name: string, options?: object): Promise<unknown>
  send(name: string, data: object, options: object): Promise<string | null>
  work(name: string, options: object, handler: (jobs: Job[]) => Promise<void>): Promise<string>
  notifyWorker(id: string): void
  stop(options: object): Promise<void>
  /** Only newer versions have it, by which they are told. */
  readonly upsert?: unknown
}

/** A job as its worker gets it. */
export interface Job {
  readonly data: object
}
