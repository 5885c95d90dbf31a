/** An export document as the API sends it, with any part replaced. */
export const ID = '77ebb57f-7b01-4178-bc84-9d1a8d2ae850'
export const JSON_API = 'application/vnd.api+json'

export const resource = (attributes: object = {}, id: string = ID): object => ({
  id,
  type: 'exports',
  attributes: {
    status: 'Completed',
    created_at: '2022-02-23T17:21:32.591Z',
    url: 'https://api.didww.com/v3/exports/baf6d4cf-e6e8-4920-b15f-b2abc6cb4a7d.csv.gz',
    callback_url: null,
    callback_method: null,
    export_type: 'cdr_out',
    ...attributes,
  },
})

export const exportDocument = (attributes: object = {}, version = '2021-12-15'): object => ({
  data: resource(attributes),
  meta: { api_version: version },
})

/** A reply with a JSON:API body. */
export const reply = (
  body: unknown,
  status = 200,
): { status: number; headers: Record<string, string>; body: string } => ({
  status,
  headers: { 'Content-Type': JSON_API },
  body: JSON.stringify(body),
})
