import { ExportsError } from './exports-error.js'

/** Another version of the API answered than the one requested. */
export class VersionMismatchError extends ExportsError {
  override readonly name = 'VersionMismatchError'
  readonly asked: string
  readonly served: string
  /** The export, when it was created nevertheless; its attributes are those of the other version. */
  readonly export: { readonly id: string; readonly [attribute: string]: unknown } | undefined

  constructor(asked: string, served: string, created?: VersionMismatchError['export']) {
    super(
      'version_mismatch',
      `Version ${asked} was asked for, ${served} answered${created ? `; export ${created.id} was created all the same` : ''}`,
      {
        hint: `Use apiVersion '${served}' (--api-version ${served}), or change the account's version in the user panel.`,
      },
    )
    this.asked = asked
    this.served = served
    this.export = created
    this.conceal('export')
  }

  protected override fields(): Record<string, unknown> {
    return { asked: this.asked, served: this.served, exportId: this.export?.id }
  }
}
