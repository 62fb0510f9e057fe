import type { Binding } from './binding.js'
import type { Resolved, Value } from './value.js'

/** Any value at all; as `{}` it keeps the words of a union apart, so that the editor can complete them. */
// biome-ignore lint/complexity/noBannedTypes: unknown would swallow the words
type Anything = {} | null

/** Names of the inputs, for completion in the editor. The values are checked by `CheckInputs`. */
export type InputNames<Expected> = unknown extends Expected
  ? { readonly [name: string]: unknown }
  : { readonly [Key in keyof Expected]?: Expected[Key] | Anything } & { readonly [name: string]: unknown }

/** A compile error as a sentence. Nothing fits it. */
export interface Problem<Sentence extends string> {
  readonly [problem]: Sentence
}

declare const problem: unique symbol

/** Nothing when `Given` fits `Expected`, else a sentence at every input that does not. */
export type CheckInputs<Expected, Given> = unknown extends Expected
  ? unknown
  : {
      readonly [Key in keyof Given]: Key extends keyof Expected
        ? CheckInput<Key, Expected[Key], Given[Key]>
        : NoSuchInput<Key>
    } & {
      readonly [Key in MissingKey<Expected, Given>]: Problem<`the input '${Key & string}' is missing`>
    }

type MissingKey<Expected, Given> = {
  [Key in keyof Expected]-?: Key extends keyof Given ? never : undefined extends Expected[Key] ? never : Key
}[keyof Expected]

type NoSuchInput<Key> = Problem<`there is no input '${Key & string}' here`>

type CheckInput<Key, Expected, Given> = Fit<Key, Expected, Given extends Binding<infer T> ? T : Resolved<Given>>

type Fit<Key, Expected, Found> = [Found] extends [Expected]
  ? unknown
  : [NonNullable<Found>] extends [Expected]
    ? Problem<`the input '${Key & string}' may be missing here: use or(a, b) or withDefault(a, value)`>
    : Kind<Expected> extends Kind<Found>
      ? Expected | Value<Expected>
      : Problem<`the input '${Key & string}' takes ${Kind<Expected>}, not ${Kind<Found>}`>

/** A type in words. */
type Kind<T> = Word<NonNullable<T>>

type Word<T> = [T] extends [never]
  ? 'null'
  : [T] extends [string]
    ? 'a string'
    : [T] extends [number]
      ? 'a number'
      : [T] extends [boolean]
        ? 'true or false'
        : [T] extends [readonly unknown[]]
          ? 'a list'
          : [T] extends [object]
            ? 'an object'
            : 'a value of several types'
