// #region shown
import { createExportsClient, createLimiter } from 'didww-exports'

const limiter = createLimiter({ perSecond: 10 })
const inbound = createExportsClient({ limiter, maxRetries: 5, logger: console })
const outbound = createExportsClient({ limiter, apiVersion: '2026-04-16' })
// #endregion

await Promise.all([inbound.list(), outbound.list()])
