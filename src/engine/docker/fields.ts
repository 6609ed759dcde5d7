import * as z from 'zod/mini';

/**
 * Fields of the engine's answers. Engines differ in what they leave out or send as null, so whatever is
 * not as expected reads as empty.
 */
export const text = z.catch(z.string(), '');
export const number = z.catch(z.number(), 0);
export const flag = z.catch(z.boolean(), false);
export const texts = z.catch(z.array(z.string()), []);
export const textMap = z.catch(z.record(z.string(), z.string()), {});
export const numberOrNull = z.catch(z.nullable(z.number()), null);

export function list<T extends z.ZodMiniType>(item: T) {
  return z.catch(z.array(item), []);
}

export function map<T extends z.ZodMiniType>(item: T) {
  return z.catch(z.record(z.string(), item), {});
}

/** An object of such fields; one that is missing has all of them empty. */
export function record<T extends z.core.$ZodLooseShape>(shape: T) {
  const schema = z.object(shape);
  return z.catch(schema, () => schema.parse({}));
}

/** Milliseconds since the epoch; null for none, which the engine writes as the year 1. */
export function timeOf(rfc3339: string): number | null {
  const time = Date.parse(rfc3339);
  return Number.isNaN(time) || time < 0 ? null : time;
}
