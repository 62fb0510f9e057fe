import { runMethod } from './run-method.js'

/** `function`: a registered TypeScript method. */
export const functionStep = runMethod({ key: 'method', connector: undefined, entries: (catalog) => catalog.methods })
