import { onTestFinished } from 'vitest'
import { type Cluster, type ClusterOptions, startCluster } from '../../scripts/cluster/start.js'

/** A cluster that ends with the test, also when that has run out of time. */
export const createCluster = async (options: ClusterOptions): Promise<Cluster> => {
  const cluster = await startCluster(options)
  onTestFinished(() => cluster[Symbol.asyncDispose]())
  return cluster
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits for something to happen, for half a minute at most. */
export const until = async (happened: () => boolean | Promise<boolean>): Promise<void> => {
  const end = Date.now() + 30_000
  while (!(await happened())) {
    if (Date.now() > end) throw new Error('It did not happen')
    await sleep(50)
  }
}
