import openapiTS, { astToString } from 'openapi-typescript'

/** Types of one version, by openapi-typescript. It may change the document it is given. */
export const renderTypes = async (bundle: string): Promise<string> =>
  astToString(
    await openapiTS(bundle, {
      rootTypes: true,
      rootTypesNoSchemaPrefix: true,
      defaultNonNullable: false,
      silent: true,
    }),
  )
