/** What is used of an instance of pg-boss; versions 10 and 12 have it alike. */
export interface Boss {
  /** Whether there is such a queue. */
  getQueue(name: string): Promise<object | null>
  /** Makes a queue. */
  createQueue(name: string, options?: object): Promise<unknown>
  /** Puts a job into a queue; null when one like it is there already. */
  send(name: string, data: object, options: object): Promise<string | null>
  /** Takes jobs of a queue, and gives the id of who does. */
  work(name: string, options: object, handler: (jobs: Job[]) => Promise<void>): Promise<string>
  /** Lets a worker look at once. */
  notifyWorker(id: string): void
  /** Takes no more jobs. */
  stop(options: object): Promise<void>
  /** Only newer versions have it, by which they are told. */
  readonly upsert?: unknown
}

/** A job as its worker gets it. */
export interface Job {
  readonly data: object
}
