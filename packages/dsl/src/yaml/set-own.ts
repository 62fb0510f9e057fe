import type { Json, JsonObject } from '../json/json.js'

/** Sets a key as an own property, whatever its name: a plain assignment to `__proto__` would set the prototype. */
export function setOwn(target: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
  } else target[key] = value
}
