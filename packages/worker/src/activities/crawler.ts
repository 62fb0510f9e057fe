import { runMethod } from './run-method.js'

/** `crawler`: a registered TypeScript method. */
export const crawler = runMethod({ key: 'method', connector: 'openfaas', entries: (catalog) => catalog.methods })
