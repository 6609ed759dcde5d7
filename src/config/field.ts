import * as z from 'zod/mini';

/** How a value is written where everything is text: in the environment and in `.env`. */
export type FieldForm = 'text' | 'path' | 'number' | 'boolean' | 'list' | 'numbers' | 'tree';

/** A kind of value: its check, its form as text, and the words for it in an error. */
export interface FieldType<S extends z.ZodMiniType> {
  schema: S;
  form: FieldForm;
  /** What follows "must be". */
  expected: string;
}

/** What documentation, the environment and `gecko config` know of a key. */
export interface FieldFacts {
  description: string;
  expected: string;
  form: FieldForm;
  /** As it would be written; undefined where the key has none. */
  default: unknown;
  /** Masked wherever it is shown. */
  secret: boolean;
}

/** Facts of every key, by its schema. */
export const fieldFacts = z.registry<FieldFacts>();

/** A key with a default, given as a person would write it. */
export function key<S extends z.ZodMiniType>(
  type: FieldType<S>,
  byDefault: z.input<S>,
  description: string,
  { secret = false } = {},
) {
  const schema = z.prefault(type.schema, byDefault);
  const { expected, form } = type;
  fieldFacts.add(schema, { description, expected, form, default: byDefault, secret });
  return schema;
}

/** A key that may be absent. */
export function optional<S extends z.ZodMiniType>(
  type: FieldType<S>,
  description: string,
  { secret = false } = {},
) {
  const schema = z.optional(type.schema);
  const { expected, form } = type;
  fieldFacts.add(schema, { description, expected, form, default: undefined, secret });
  return schema;
}

/** A group of keys; absent means all of its defaults. */
export function section<Shape extends z.core.$ZodShape>(shape: Shape) {
  // An empty input is right by construction: every key has a default or is optional.
  const group = z.strictObject(shape);
  return z.prefault(group, {} as z.input<typeof group>);
}
