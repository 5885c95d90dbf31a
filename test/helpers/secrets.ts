/** The keys that tests use: canaries, and those of sandboxes. They must turn up nowhere. */
export const SECRET: RegExp = /canary-[\w-]+|sandbox-key-[0-9a-f]{8}/
