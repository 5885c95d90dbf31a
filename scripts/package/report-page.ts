import { readFile, writeFile } from 'node:fs/promises'
import { brotliCompressSync } from 'node:zlib'
import { build, transform } from 'esbuild'

const FOLDER = 'src/cli/report/page'

/** The licence of the charts, which has to be in every copy. */
const licence = async (): Promise<string> => {
  const text = await readFile('node_modules/chartist/LICENSE-MIT', 'utf8')
  return `<!-- The charts are drawn by Chartist.\n${text.trim()} -->`
}

/** Writes the page of reports without its data: script, style and licence in one compressed file. */
export const buildReportPage = async (to: string): Promise<void> => {
  const {
    outputFiles: [bundled],
  } = await build({
    entryPoints: [`${FOLDER}/main.ts`],
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome109', 'firefox115', 'safari16'],
    legalComments: 'none',
    write: false,
  })
  const { code: style } = await transform(await readFile(`${FOLDER}/page.css`, 'utf8'), { loader: 'css', minify: true })
  const script = (bundled?.text ?? '').trim()
  if (script.includes('</script')) throw new Error('The script of the report would end its own element')
  const html = (await readFile(`${FOLDER}/page.html`, 'utf8'))
    .replace(/\n\s*/g, '\n')
    .replace('%STYLE%', () => style.trim())
    .replace('%SCRIPT%', () => script)
    .concat(await licence(), '\n')
  await writeFile(to, brotliCompressSync(html))
}
