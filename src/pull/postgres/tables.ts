/**
 * How the tables came to be, step by step; a step that was released is never changed.
 *
 * - `meta` tells which steps were taken.
 * - `bucket` holds a row for each API key, by a digest of its name: `tat` is when its next request may be sent.
 * - `unit` holds a row for each unit that somebody has claimed: who has it until when, the fence that was given
 *   last, and its state, null until the first is written. `step`, `settled` and `due_at` repeat parts of it for
 *   those who look for what is to be done.
 * - `ledger` holds a row for each unit whose calls lie in the tables beside it, and what is vouched for; its
 *   `fence` and `generation` are the latest that have been here. No two of its periods overlap, but where
 *   filters keep the calls apart.
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
    ) with (fillfactor = 10);
    create table ${schema}.unit (
      key text primary key,
      fence bigint not null,
      owner text,
      lease_until timestamptz,
      state jsonb,
      step text,
      settled boolean,
      due_at timestamptz,
      updated_at timestamptz not null default now()
    ) with (fillfactor = 50);
    create index unit_open on ${schema}.unit (key) where not settled;
    create index unit_export on ${schema}.unit ((state ->> 'export_id'));
    create table ${schema}.ledger (
      key text primary key,
      account text not null,
      export_type text not null,
      period tstzrange not null,
      unit jsonb not null,
      origin text not null,
      generation integer not null,
      fence bigint not null,
      rows bigint not null,
      source_sha256 text not null,
      unknown_columns text[] not null,
      provisional boolean not null,
      api_version text not null,
      export_id text not null,
      pulled_at timestamptz not null
    );
    create index ledger_period on ${schema}.ledger (account, export_type);`,
  (schema) => `alter table ${schema}.ledger add column layout text;`,
]

/** The tables that all steps together leave. */
export const TABLES = ['meta', 'bucket', 'unit', 'ledger'] as const
