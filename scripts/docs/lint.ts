import { normalize } from 'node:path'
import { type Api, datedRoots, listedApis } from './apis.js'
import { redocly } from './redocly.js'

interface Problem {
  ruleId: string
  severity: 'error' | 'warn'
  message: string
  location: { source: { ref: string }; pointer?: string; start?: { line: number; col: number } }[]
}

interface Report {
  totals: { errors: number; warnings: number }
  problems: Problem[]
}

/** What Redocly finds in all descriptions. */
export interface LintResult {
  /** One line each, `file:line:col severity rule message`. */
  findings: string[]
  /** The last line, with the totals. */
  summary: string
  passed: boolean
}

const describe = ({ ruleId, severity, message, location }: Problem): string => {
  const [at] = location
  const { line, col } = at?.start ?? { line: 1, col: 1 }
  return `${at?.source.ref ?? 'spec'}:${line}:${col} ${severity} ${ruleId} ${message.replace(/\s+/g, ' ')}`
}

/** The reports of Redocly, which writes one for each description and nothing between them. */
const lintAll = async (apis: readonly Api[]): Promise<Report[]> => {
  const { stdout, stderr } = await redocly([
    ...['lint', ...apis.map(({ alias }) => alias), '--format', 'json', '--lint-config', 'error'],
    ...['--max-problems', '1000'],
  ])
  const texts = stdout.split(/(?<=^\})(?=\{)/m).filter((text) => text.trim() !== '')
  const reports = texts.map((text) => JSON.parse(text) as Report)
  if (reports.length === apis.length) return reports
  // There is no report if a document is not YAML or the configuration is invalid.
  const problem: Problem = {
    ...{ ruleId: 'redocly', severity: 'error', message: stderr },
    location: [],
  }
  return [...reports, { totals: { errors: 1, warnings: 0 }, problems: [problem] }]
}

const unlisted = async (apis: readonly Api[]): Promise<string[]> => {
  const listed = new Set(apis.map(({ root }) => normalize(root)))
  const roots = (await datedRoots()).filter((root) => !listed.has(root))
  return roots.map((root) => `${root}:1:1 error unlisted-description redocly.yaml does not list it under apis`)
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** Lints every description in redocly.yaml. A finding in a shared file counts once. */
export const lintSpecs = async (): Promise<LintResult> => {
  const apis = await listedApis()
  const reports = await lintAll(apis)
  const lines = new Set(reports.flatMap(({ problems }) => problems.map(describe)))
  const findings = [...lines, ...(await unlisted(apis))].sort()
  const warnings = findings.filter((line) => /^\S+ warn /.test(line)).length
  const errors = findings.length - warnings
  const summary = `spec/: ${counted(apis.length, 'description')}, ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`
  const silent = reports.every(({ totals }) => totals.errors + totals.warnings === 0)
  return { findings, summary, passed: findings.length === 0 && silent && apis.length > 0 }
}
