/**
 * Writes pipelines and catalogs as TypeScript.
 *
 * @module
 */

export { generateCatalogTypes } from './generate-catalog-types.js'
export { type GenerateOptions, generateTypeScript } from './generate-type-script.js'
