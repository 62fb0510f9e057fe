/** Any value that JSON can carry. Documents, inputs, outputs and events are made of it. */
export type Json = null | boolean | number | string | Json[] | JsonObject

/** A JSON object. Keys are own properties only; nothing is ever read from a prototype. */
export interface JsonObject {
  [key: string]: Json
}

/** Whether a value is a JSON object (not a list, not null). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
