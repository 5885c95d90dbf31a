import { createExportsClient } from 'didww-exports'

const didww = createExportsClient()
const query = { fields: { exports: 'status' }, page: { size: 10 } }
const { data, error, response } = await didww.raw.GET('/v3/exports', { params: { query } })
console.log(response.status, data?.meta, error)
