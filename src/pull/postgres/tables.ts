/**
 * How the tables came to be, step by step; a step that was released is never changed.
 *
 * - `meta` tells which steps were taken.
 * - `bucket` holds a row for each API key: when its next request may be sent, see `postgresLimiter`.
 */
export const MIGRATIONS: readonly ((schema: string) => string)[] = [
  (schema) => `
    create table ${schema}.meta (
      version integer primary key,
      migrated_at timestamptz not null default now()
    );
    create table ${schema}.bucket (
      key text primary key,
      tat timestamptz not null
    ) with (fillfactor = 10);`,
]

/** The tables that all steps together leave. */
export const TABLES = ['meta', 'bucket'] as const
