import { signCallback } from '../../callbacks/sign-callback.js'
import { type Check, fail, ok } from './check.js'

/** The example of the provider's documentation of callbacks, version 2022-05-10, with its published signature. */
const EXAMPLE = {
  url: 'https://mycompany.com/didww_callbacks?opaque=123',
  parameters: { id: 'bf2cee72-6caa-4ae2-917e-bea01945691e', status: 'completed', type: 'orders' },
  secret: 'szrdgh6547umt7tht7xbqhj6g9gdbyp7',
}
const PUBLISHED = '30f66e9d72eb5e193051fd02952f70d8e934b4ff'

/** Shows that the HMAC of this machine and the rules of this package give what the provider gives. */
export const signature: Check = {
  name: 'signature',
  look: async () =>
    (await signCallback(EXAMPLE)) === PUBLISHED
      ? ok("the documentation's example is signed as published")
      : fail(
          "the documentation's example is signed otherwise than published",
          'Report it: callbacks cannot be verified here.',
          1,
        ),
}
