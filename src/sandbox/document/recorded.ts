import { apiVersions } from '../../../generated/versions.js'
import { statusText } from '../wire/reply.js'
import { descriptionOf } from './load.js'
import type { DocumentedAnswer } from './openapi.js'

/** A JSON:API error object. */
export interface ErrorObject {
  readonly title?: string
  readonly detail: string
  readonly code?: string
  readonly source?: { readonly pointer?: string; readonly parameter?: string }
  readonly status: string
}

const errorIn = (answer: DocumentedAnswer | undefined, example: string | undefined): ErrorObject | undefined => {
  for (const { examples = {} } of Object.values(answer?.content ?? {})) {
    const value = (example === undefined ? Object.values(examples)[0] : examples[example])?.value
    const error = (value as { errors?: ErrorObject[] } | undefined)?.errors?.[0]
    if (error) return error
  }
  return undefined
}

/**
 * The error object that the documents show for a status, by the name of its example. If none does, it is made from the
 * status.
 */
export const recordedError = (status: number, example?: string): ErrorObject => {
  for (const { document, endpoints } of apiVersions.map(descriptionOf)) {
    const answers = [
      ...endpoints.map(({ responses }) => responses[status]),
      ...Object.values(document.components.responses ?? {}),
    ]
    for (const answer of answers) {
      const error = errorIn(answer, example)
      if (error?.status === String(status)) return error
    }
  }
  const title = statusText(status)
  return { title, detail: title, code: String(status), status: String(status) }
}
