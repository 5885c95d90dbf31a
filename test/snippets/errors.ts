import { createExportsClient, ExportsError, ValidationError } from 'didww-exports'

const didww = createExportsClient()
try {
  await didww.create({ export_type: 'cdr_in', filters: { year: '2026', month: '13' } })
} catch (error) {
  if (error instanceof ValidationError) console.log(error.status, error.fieldErrors)
  else if (error instanceof ExportsError) console.log(error.code, error.message, error.hint)
  else throw error
}
