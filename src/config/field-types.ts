import * as z from 'zod';
import type { FieldType } from './field.ts';
import { parseDuration, parseSize } from './measures.ts';

export const anyText = { schema: z.string().min(1), form: 'text', expected: 'text' } as const;

export const folder = { schema: z.string().min(1), form: 'path', expected: 'a folder' } as const;

export const file = { schema: z.string().min(1), form: 'path', expected: 'a file' } as const;

export const yesOrNo = { schema: z.boolean(), form: 'boolean', expected: 'true or false' } as const;

export const port = wholeNumber(1, 65_535);

/** One port or several; always a list afterwards. */
export const portList = {
  schema: z.union([port.schema.transform((one) => [one]), z.array(port.schema).min(1)]),
  form: 'numbers',
  expected: 'a port or a list of ports, each a whole number from 1 to 65535',
} as const;

export const aboveZero = {
  schema: z.number().positive(),
  form: 'number',
  expected: 'a number above 0',
} as const;

export const httpUrl = {
  schema: z.string().refine((text) => URL.canParse(text) && /^https?:\/\/./i.test(text)),
  form: 'text',
  expected: 'an http:// or https:// URL',
} as const;

/** Milliseconds afterwards. */
export const duration = measure(parseDuration, 'a duration such as 30m');

/** Bytes afterwards. */
export const size = measure(parseSize, 'a size such as 64MiB');

/** Ollama's own notation, passed on as it is. */
export const keepAlive = {
  schema: z.union([z.string().regex(/^-?\d+(ms|s|m|h)?$/), z.int().transform(String)]),
  form: 'text',
  expected: 'a duration such as 5m, or -1 for ever',
} as const;

export const texts = (expected: string, pattern = /./) =>
  ({ schema: z.array(z.string().regex(pattern)), form: 'list', expected }) as const;

/** Environment variables by name. */
export const variables = {
  schema: z.record(
    z.string().regex(/^[A-Za-z_]\w*$/),
    z.union([z.string(), z.number(), z.boolean()]).transform(String),
  ),
  form: 'tree',
  expected: 'names with values',
} as const;

export function wholeNumber(least: number, most: number) {
  return {
    schema: z.int().min(least).max(most),
    form: 'number',
    expected: `a whole number from ${least} to ${most}`,
  } as const;
}

export function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values) {
  const expected = `one of ${values.join(', ')}`;
  return { schema: z.enum(values), form: 'text', expected } as const;
}

export function matching(pattern: RegExp, expected: string) {
  return { schema: z.string().regex(pattern), form: 'text', expected } as const;
}

function measure(parse: (text: string | number) => number | null, expected: string) {
  const schema = z.union([z.string(), z.number()]).transform((text, context) => {
    const amount = parse(text);
    if (amount !== null && amount > 0) return amount;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
  return { schema, form: 'text', expected } satisfies FieldType<typeof schema>;
}
