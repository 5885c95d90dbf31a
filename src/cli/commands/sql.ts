import { Command } from 'commander'
import { duckdbViews } from '../../pull/directory/duckdb-views.js'

export const sqlCommand = (): Command =>
  new Command('sql')
    .description('print views for DuckDB with every column typed')
    .argument('<dir>', 'directory that pull has written to')
    .addHelpText(
      'after',
      `
One view for each export type, with the calls of all files of the directory:
cdr_in, cdr_out and so on; and one of the units, which says what may still
change. Telephone numbers are text, so 00441234 stays as it is.

Example:
  didww-exports sql cdrs | duckdb calls.db
  duckdb calls.db 'SELECT did, count(*) FROM cdr_in GROUP BY 1'`,
    )
    .action(async (dir: string) => void process.stdout.write(await duckdbViews(dir)))
