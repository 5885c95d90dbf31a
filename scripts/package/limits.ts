/** What the package may cost those who use it. */
export const LIMITS = {
  /** Bytes of the web entry, bundled, minified and gzipped. */
  web: 12_000,
  /** Bytes of the tarball. */
  tarball: 150_000,
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
