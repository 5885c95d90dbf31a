export { pgBossDatabase } from './database.js'
export { pgBossEngine } from './engine.js'

export type { PostgresPool } from '../pull/postgres/database.js'
export type { Boss, Job } from './boss.js'
export type { BossDatabase } from './database.js'
export type { Engine, EngineOptions } from './engine.js'
