/** What the package may cost its users. */
export const LIMITS = {
  /**
   * Bytes of a bundle that imports the client of the web entry, minified and gzipped: 2,500 of openapi-fetch, 1,700 of
   * facts, 800 of tokens, and the rest for sending, checking and explaining. The aim was 12,000; good messages, and one
   * client for Node.js and the web, were worth more.
   */
  webClient: 16_000,
  /** All of the web entry, callbacks included. */
  web: 21_000,
  /**
   * Bytes of the tarball: 165,000 of code for the library, the command line and the sandbox, 62,000 of declarations
   * with docstrings, 42,000 of OpenAPI documents, 15,000 of the page of reports with its charts, 3,400 of README. The
   * aim was 150,000, which documents and code would nearly fill even when fully minified (143,000).
   */
  tarball: 298_000,
  /** Packages installed, including ours. */
  packages: 15,
  /**
   * Start of a program that imports the main entry, as a multiple of the start of Node.js: 40 ms on top of the 50 ms
   * that Node.js takes on an idle machine.
   */
  importing: 1.8,
  /** Start of `--help`, as a multiple of the start of Node.js. */
  help: 2.5,
}
