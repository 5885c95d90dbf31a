/** What the package may cost those who use it. */
export const LIMITS = {
  /**
   * Bytes of a bundle that imports the client of the web entry, minified and gzipped: 2,500 of openapi-fetch, 1,700 of
   * facts, 800 of tokens, the rest what sends, checks and explains. The aim was 12,000; what is said in errors, and the
   * client being the one of Node.js, was worth more.
   */
  webClient: 16_000,
  /** All of the web entry, callbacks included. */
  web: 20_000,
  /**
   * Bytes of the tarball: 115,000 of code for the library, the command line and the sandbox, 70,000 of declarations
   * with what they say, 53,000 of the documents of four versions, 11,000 of README. The aim was 150,000, which the
   * documents and the code would fill even if nobody could read them: minified whole, they take 143,000.
   */
  tarball: 270_000,
  /** Packages that are installed, ours included. */
  packages: 15,
  /**
   * A program that imports the main entry, in times of starting Node.js: 40 ms over the 50 ms that Node.js takes on a
   * machine that has nothing else to do.
   */
  importing: 1.8,
  /** `--help`, in times of starting Node.js. */
  help: 2.5,
}
