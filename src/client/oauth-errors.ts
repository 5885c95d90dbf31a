const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A refusal in the form of OAuth as a document of the API's form; undefined when it is neither. */
export const oauthErrors = (text: string, status: number): unknown => {
  const { error, error_description: detail } = (parsed(text) ?? {}) as { error?: unknown; error_description?: unknown }
  if (typeof error !== 'string') return undefined
  return {
    errors: [
      { title: error, detail: typeof detail === 'string' ? detail : error, code: error, status: String(status) },
    ],
  }
}
