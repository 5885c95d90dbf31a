import { bodyOf, type Document, missing, resolve } from './document.js'

/** The name of the only event, in `webhooks`. */
export const EVENT = 'exportCompleted'

const SIGNING_KEYS = ['api-key', 'callback-secret']

/** Which key signs callbacks, by the documents of the version. */
export const signingKeyOf = ({ info, webhooks }: Document): string => {
  const key = webhooks[EVENT]?.['post']?.['x-signing-key']
  if (key !== undefined && SIGNING_KEYS.includes(key)) return key
  throw missing(info.version, `the webhook ${EVENT} needs x-signing-key by POST, one of ${SIGNING_KEYS.join(', ')}`)
}

/** The parameters and signature of a callback, from the webhook. */
export const callbackOf = (document: Document) => {
  const { version } = document.info
  const post = document.webhooks[EVENT]?.['post']
  const { mediaType, schema } = bodyOf(document, post?.requestBody, EVENT)
  const { properties = {}, required = [] } = resolve(document, schema)
  const constants = Object.entries(properties).flatMap(([name, one]) => {
    const value = resolve(document, one).const
    return value === undefined ? [] : [[name, value] as const]
  })
  const signature = document.components.parameters['Signature']
  const pattern = resolve(document, signature?.schema ?? {}).pattern
  if (signature === undefined || pattern === undefined)
    throw missing(version, 'Signature needs a schema with a pattern')
  return {
    event: EVENT,
    mediaType,
    signature: { header: signature.name, pattern },
    parameters: Object.keys(properties),
    required,
    constants: Object.fromEntries(constants),
  }
}

/** How long the answer to a callback may take, and the waits before further attempts. */
export const deliveryOf = ({ info, webhooks }: Document) => {
  const delivery = webhooks[EVENT]?.['post']?.['x-delivery']
  if (!delivery) throw missing(info.version, `the webhook ${EVENT} needs x-delivery by POST`)
  return {
    timeout: delivery.timeoutSeconds * 1000,
    waits: delivery.waitSeconds.map((seconds) => seconds * 1000),
  }
}
