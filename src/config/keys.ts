import type * as z from 'zod/mini';
import { type FieldFacts, fieldFacts } from './field.ts';
import { Config } from './schema.ts';

/** One key of the schema. */
export interface Key extends FieldFacts {
  path: readonly string[];
  /** `ports.rag` */
  name: string;
  /** `GECKO_PORTS_RAG`; null where a value cannot be written as text. */
  variable: string | null;
}

/** Every key, in the schema's order. */
export const keys: readonly Key[] = listKeys(Config, []);

/** The key at this path, or above it: errors may point into a list. */
export function keyAt(path: readonly string[]): Key | undefined {
  return keys.find((key) => key.path.every((part, index) => part === path[index]));
}

function listKeys(schema: z.core.$ZodType, path: readonly string[]): Key[] {
  const facts = fieldFacts.get(schema);
  if (facts) return [{ ...facts, path, name: path.join('.'), variable: variableOf(facts, path) }];
  const { def } = schema._zod as z.core.$ZodTypeInternals & { def: SectionDefinition };
  if (def.type === 'prefault') return listKeys(def.innerType, path);
  return Object.entries(def.shape).flatMap(([name, inner]) => listKeys(inner, [...path, name]));
}

/** What a section is made of: see `section`. */
type SectionDefinition =
  | { type: 'prefault'; innerType: z.core.$ZodType }
  | { type: 'object'; shape: Record<string, z.core.$ZodType> };

/** `generator.contextTokens` is `GECKO_GENERATOR_CONTEXT_TOKENS`. */
function variableOf({ form }: FieldFacts, path: readonly string[]): string | null {
  if (form === 'tree') return null;
  const words = path.map((part) => part.replace(/[A-Z]/g, '_$&').replaceAll('-', '_'));
  return `GECKO_${words.join('_').toUpperCase()}`;
}
