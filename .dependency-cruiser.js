/**
 * Who may import whom, types included: each room of `src/`, with the rooms that it may use. All may use `errors` and what
 * is generated. `cli` and `sandbox` are leaves. An `index.ts` is a table of contents and may name anything.
 */
const rooms = {
  errors: [],
  api: [],
  periods: ['api'],
  disk: [],
  http: [],
  client: ['api', 'http', 'periods'],
  records: ['api', 'disk', 'periods'],
  files: ['api', 'client', 'disk', 'http', 'records'],
  callbacks: ['client', 'http'],
  'pull/units': ['api', 'client', 'http', 'periods'],
  'pull/machine': ['api', 'client', 'disk', 'files', 'http', 'periods', 'records', 'pull/units'],
  'pull/directory': ['api', 'disk', 'files', 'http', 'records', 'pull/units', 'pull/machine'],
  'pull/postgres': ['api', 'http', 'records', 'pull/units', 'pull/machine'],
  'pull/run': [
    'api',
    'client',
    'disk',
    'files',
    'http',
    'periods',
    'records',
    'pull/units',
    'pull/machine',
    'pull/directory',
  ],
}

const pathOf = (room) => `^src/${room}/`
const LEAVES = '^src/(cli|sandbox)/'
const CONTENTS = '(^|/)index\\.ts$'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      comment: 'Files that import each other cannot be read, tested or moved one at a time.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'src-stands-alone',
      severity: 'error',
      comment: 'What is shipped needs neither scripts nor tests.',
      from: { path: '^src/' },
      to: { path: '^(scripts|test)/' },
    },
    {
      name: 'leaves-are-not-imported',
      severity: 'error',
      comment: 'cli and sandbox stand on the library; nothing stands on them.',
      from: { path: '^src/', pathNot: [LEAVES] },
      to: { path: LEAVES },
    },
    {
      name: 'tables-of-contents-are-not-imported',
      severity: 'error',
      comment: 'Import the file that has the name; an index.ts is for those outside.',
      from: { path: '^src/', pathNot: [CONTENTS] },
      to: { path: '^src/.*index\\.ts$' },
    },
    ...Object.entries(rooms).map(([room, below]) => ({
      name: `${room.replace('/', '-')}-imports-what-is-below`,
      severity: 'error',
      from: { path: pathOf(room), pathNot: [CONTENTS] },
      to: { path: '^src/', pathNot: [pathOf('errors'), pathOf(room), ...below.map(pathOf)] },
    })),
    {
      name: 'web-standards-only',
      severity: 'error',
      comment: 'These run in workers, Deno and pages.',
      from: {
        path: '^src/(api|errors|periods|http|client|callbacks|web|cli/report/page)/',
        pathNot: ['(to-node-listener|time-zone)\\.ts$'],
      },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/', '^generated/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
}
