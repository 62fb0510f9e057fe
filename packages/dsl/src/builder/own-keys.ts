import type { z } from 'zod'
import type { Json } from '../json/json.js'
import type { STEP_DEFINITIONS, StepType } from '../steps/index.js'
import type { Value } from './value.js'

/** Any JSON value that may hold references at any depth. */
export type JsonWithReferences =
  | Json
  | Value<unknown>
  | readonly JsonWithReferences[]
  | { readonly [key: string]: JsonWithReferences }

/** A document value as an author may write it: every string may also be a reference or a text with references. */
type Written<Schema> =
  Schema extends z.ZodOptional<infer Inner>
    ? Written<Inner>
    : Schema extends z.ZodJSONSchema
      ? JsonWithReferences
      : Schema extends z.ZodObject<infer Shape>
        ? WrittenObject<Shape>
        : Schema extends z.ZodArray<infer Item>
          ? readonly Written<Item>[]
          : Schema extends z.ZodUnion<readonly [z.ZodEnum<infer Words>, z.ZodString]>
            ? keyof Words | Value<string>
            : Schema extends z.ZodUnion<infer Options>
              ? Written<Options[number]>
              : Schema extends z.ZodType<unknown, infer Given>
                ? Given extends string
                  ? Given | Value<string>
                  : Given
                : never

type OptionalKey<Shape> = {
  [Key in keyof Shape]: Shape[Key] extends z.ZodOptional ? Key : never
}[keyof Shape]

type WrittenObject<Shape> = { readonly [Key in Exclude<keyof Shape, OptionalKey<Shape>>]: Written<Shape[Key]> } & {
  readonly [Key in OptionalKey<Shape>]?: Written<Shape[Key]> | undefined
}

type Shapes = { readonly [Type in StepType]: (typeof STEP_DEFINITIONS)[Type]['keys'] }

/** The keys that only steps of `Type` have, as an author writes them, without `Without`. */
export type OwnKeys<Type extends StepType, Without extends string = never> = WrittenObject<Omit<Shapes[Type], Without>>
