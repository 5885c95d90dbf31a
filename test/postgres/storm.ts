import { onTestFinished } from 'vitest'
import { type Cluster, type ClusterOptions, startCluster } from '../../scripts/cluster/start.js'

/** A cluster that ends with the test, even if the test times out. */
export const createCluster = async (options: ClusterOptions): Promise<Cluster> => {
  const cluster = await startCluster(options)
  onTestFinished(() => cluster[Symbol.asyncDispose]())
  return cluster
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits for a condition, for at most half a minute. */
export const until = async (isMet: () => boolean | Promise<boolean>): Promise<void> => {
  const end = Date.now() + 30_000
  while (!(await isMet())) {
    if (Date.now() > end) throw new Error('The condition was not met within 30 s')
    await sleep(50)
  }
}
