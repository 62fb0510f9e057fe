declare const valueType: unique symbol

/**
 * Something that stands for a `T` which is known only when the step starts: a reference, or a text with references.
 *
 * @example
 * ```ts
 * import { template, type Value } from '@odp/dsl'
 *
 * const greeting = (name: Value<string>): Value<string> => template`Hello ${name}`
 * ```
 */
export interface Value<out T> {
  readonly [valueType]?: () => T
  toString(): string
  toJSON(): unknown
}

type Primitive = string | number | boolean | null | undefined

/** `undefined` and `null`, as far as `T` may be one of them: a field of something that may be missing may be missing. */
type Absent<T> = (undefined extends T ? undefined : never) | (null extends T ? null : never)

/** Names that a reference uses itself. A field with such a name is read with `field(reference, 'all')`. */
type ReservedField = 'all' | 'map' | 'at' | 'then' | 'toString' | 'toJSON' | 'valueOf'

/**
 * A reference to a value of type `T`; its fields are references too. In the document it is `{{step.path}}`.
 *
 * @example
 * ```ts
 * import { gt, type Reference } from '@odp/dsl'
 *
 * const isKnown = (profile: Reference<{ followers: number }>) => gt(profile.followers, 10_000)
 * ```
 */
export type Reference<T> = unknown extends T
  ? UntypedReference
  : [T] extends [Primitive]
    ? [T] extends [never]
      ? UntypedReference
      : Value<T>
    : [NonNullable<T>] extends [readonly (infer Item)[]]
      ? ListReference<T, Item>
      : Value<T> & {
          readonly [Key in Exclude<keyof NonNullable<T>, ReservedField>]: Reference<NonNullable<T>[Key] | Absent<T>>
        }

/**
 * A reference to a list.
 *
 * @example
 * ```ts
 * import type { ListReference } from '@odp/dsl'
 *
 * const first = (tags: ListReference<string[], string>) => tags.at(0) // {{collect.tags[0]}}
 * ```
 */
export interface ListReference<T, Item> extends Value<T> {
  /** Every item, `[*]`: `posts.all.text` is the list of the texts. */
  readonly all: EachReference<Item, Absent<T>>
  /** Every item, as a function: `posts.map((post) => post.text)` is `posts.all.text`. */
  map<Result>(read: (item: Reference<Item>) => Value<Result>): Value<OrNull<Result>[] | Absent<T>>
  /** One item by its index, from 0. It may be missing. */
  at(index: number): Reference<Item | undefined>
}

/**
 * The items of a list, side by side: a field gives the list of that field's values.
 *
 * @example
 * ```ts
 * import type { EachReference, Reference } from '@odp/dsl'
 *
 * const authors = (posts: Reference<{ author: string }[]>): EachReference<string> => posts.all.author
 * ```
 */
export type EachReference<Item, Missing = never> = Value<OrNull<Item>[] | Missing> &
  ([Item] extends [Primitive]
    ? unknown
    : [NonNullable<Item>] extends [readonly (infer Inner)[]]
      ? { readonly all: EachReference<Inner[] | NullOf<Item>, Missing> }
      : {
          readonly [Key in Exclude<keyof NonNullable<Item>, ReservedField>]: EachReference<
            NonNullable<Item>[Key] | NullOf<Item>,
            Missing
          >
        })

/** A field that is missing in some of several items gives null there. */
type OrNull<T> = undefined extends T ? Exclude<T, undefined> | null : T

type NullOf<T> = undefined extends T ? null : null extends T ? null : never

/**
 * A reference whose type is not known: any field may be read and it fits anywhere. Validation still checks it.
 *
 * @example
 * ```ts
 * import { field, type UntypedReference } from '@odp/dsl'
 *
 * const body = (answer: UntypedReference) => field(answer, 'data', 'body') // {{fetch.data.body}}
 * ```
 */
export type UntypedReference = Value<never> & { readonly [field: string]: UntypedReference } & {
  readonly all: UntypedReference
  map(read: (item: UntypedReference) => Value<unknown>): Value<never>
  at(index: number): UntypedReference
}

/** The outputs of one step as references. The step's id is part of the type so that a compile error names it. */
export type OutputsOf<Step, T> = Step extends string ? NamedReference<Step, T> : never

type NamedReference<Step extends string, T> = unknown extends T
  ? UntypedReference
  : [NonNullable<T>] extends [Primitive | readonly unknown[]]
    ? Reference<T>
    : Outputs<Step, T>

/** Outputs of step `Step`. */
type Outputs<Step extends string, T> = Value<T> & {
  readonly [Key in Exclude<keyof NonNullable<T>, ReservedField>]: Reference<NonNullable<T>[Key] | Absent<T>>
} & { readonly [stepId]?: Step }

declare const stepId: unique symbol

/** What a reference, a text, a constant, or a list or object of them resolves to. */
export type Resolved<Given> = Given extends Primitive
  ? Given
  : Given extends Value<infer T>
    ? T
    : { -readonly [Key in keyof Given]: Resolved<Given[Key]> }
