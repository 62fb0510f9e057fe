import type { z } from 'zod'

// An object type that is written in place is copied by the compiler in every later call of a chain, an interface over
// names and other interfaces is not. So the Zod schemas that a chain carries along are taken apart into interfaces.

/**
 * An object schema as a chain carries it: a union with one `FieldCode` a field. Declaration files name it; nobody writes it by hand.
 *
 * @example
 * ```ts
 * import type { FieldCode, ObjectCode } from '@odp/dsl'
 *
 * type Score = ObjectCode<FieldCode<'risk', number>>
 * ```
 */
export interface ObjectCode<Fields> {
  readonly fields: Fields
}

/**
 * A list schema as a chain carries it. Declaration files name it; nobody writes it by hand.
 *
 * @example
 * ```ts
 * import type { FieldCode, ListCode, ObjectCode } from '@odp/dsl'
 *
 * type Collected = ObjectCode<FieldCode<'posts', ListCode<string>>>
 * ```
 */
export interface ListCode<Item> {
  readonly item: Item
}

/**
 * A schema that takes a missing value too, as a chain carries it. Declaration files name it; nobody writes it by hand.
 *
 * @example
 * ```ts
 * import type { FieldCode, ObjectCode, OptionalCode } from '@odp/dsl'
 *
 * type Contact = ObjectCode<FieldCode<'email', OptionalCode<string>>>
 * ```
 */
export interface OptionalCode<Inner> {
  readonly inner: Inner
}

/**
 * One field of an `ObjectCode`. Declaration files name it; nobody writes it by hand.
 *
 * @example
 * ```ts
 * import type { FieldCode, ObjectCode } from '@odp/dsl'
 *
 * type Profile = ObjectCode<FieldCode<'name', string> | FieldCode<'age', number>>
 * ```
 */
export interface FieldCode<Key, Schema> {
  readonly key: Key
  readonly schema: Schema
}

/** A Zod schema as it is carried along. What lies deeper than three objects stays as it is: a schema may be recursive. */
export type Encoded<Schema, Depth extends 0[] = [0, 0, 0]> = Depth extends [0, ...infer Rest extends 0[]]
  ? Schema extends z.ZodObject<infer Shape>
    ? ObjectCode<{ [Key in keyof Shape]: FieldCode<Key, Encoded<Shape[Key], Rest>> }[keyof Shape]>
    : Schema extends z.ZodArray<infer Item>
      ? ListCode<Encoded<Item, Depth>>
      : Schema extends z.ZodOptional<infer Inner>
        ? OptionalCode<Encoded<Inner, Depth>>
        : Schema
  : Schema

/** The Zod schema again. */
export type Decoded<Code> =
  Code extends ObjectCode<infer Fields>
    ? z.ZodObject<{ [Field in Extract<Fields, FieldCode<string, unknown>> as Field['key']]: Decoded<Field['schema']> }>
    : Code extends ListCode<infer Item>
      ? z.ZodArray<Decoded<Item>>
      : Code extends OptionalCode<infer Inner>
        ? z.ZodOptional<Decoded<Inner>>
        : Code extends z.ZodType
          ? Code
          : z.ZodUnknown
