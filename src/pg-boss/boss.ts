/** What is used of an instance of pg-boss. It is the same in versions 10 and 12. */
export interface Boss {
  /** Gives a queue, or null when it does not exist. */
  getQueue(name: string): Promise<object | null>
  /** Creates a queue. */
  createQueue(name: string, options?: object): Promise<unknown>
  /** Adds a job to a queue; null when the queue already has one like it. */
  send(name: string, data: object, options: object): Promise<string | null>
  /** Starts a worker on a queue and gives the worker's id. */
  work(name: string, options: object, handler: (jobs: Job[]) => Promise<void>): Promise<string>
  /** Makes a worker fetch its next job at once. */
  notifyWorker(id: string): void
  /** Stops all workers. */
  stop(options: object): Promise<void>
  /** Only newer versions have it, which tells them apart. */
  readonly upsert?: unknown
}

/** A job as its worker gets it. */
export interface Job {
  readonly data: object
}
