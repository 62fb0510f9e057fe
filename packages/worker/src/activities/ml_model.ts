import { runMethod } from './run-method.js'

/** `ml_model`: a registered TypeScript model. */
export const mlModel = runMethod({ key: 'model', connector: 'bentoml', entries: (catalog) => catalog.models })
