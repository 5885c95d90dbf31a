/** What the package may cost those who use it. */
export const LIMITS = {
  /**
   * Bytes of a bundle that imports the client of the web entry, minified and gzipped; 2,500 of them are openapi-fetch.
   * Who imports callbacks too gets them on top.
   */
  webClient: 15_200,
  /** All of the web entry, callbacks included. */
  web: 19_200,
  /** Bytes of the tarball; nearly 50,000 of them are the documents of the versions. */
  tarball: 265_000,
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
