import * as z from 'zod/mini';
import { parseSchedule, scheduleForms } from '../schedule/parse-schedule.ts';
import { parseGpuSelection } from '../stack/parse-gpu-selection.ts';
import type { GpuSelection } from '../stack/profile.ts';
import type { FieldType } from './field.ts';
import { parseDuration, parseSize } from './measures.ts';

export const anyText = {
  schema: z.string().check(z.minLength(1)),
  form: 'text',
  expected: 'text',
} as const;

export const folder = {
  schema: z.string().check(z.minLength(1)),
  form: 'path',
  expected: 'a folder',
} as const;

export const file = {
  schema: z.string().check(z.minLength(1)),
  form: 'path',
  expected: 'a file',
} as const;

export const yesOrNo = { schema: z.boolean(), form: 'boolean', expected: 'true or false' } as const;

export const port = wholeNumber(1, 65_535);

/** One port or several; always a list afterwards. */
export const portList = {
  schema: z.union([
    z.pipe(
      port.schema,
      z.transform((one) => [one]),
    ),
    z.array(port.schema).check(z.minLength(1)),
  ]),
  form: 'numbers',
  expected: 'a port or a list of ports, each a whole number from 1 to 65535',
} as const;

export const aboveZero = {
  schema: z.number().check(z.positive()),
  form: 'number',
  expected: 'a number above 0',
} as const;

export const httpUrl = {
  schema: z.string().check(z.refine((text) => URL.canParse(text) && /^https?:\/\/./i.test(text))),
  form: 'text',
  expected: 'an http:// or https:// URL',
} as const;

/** Milliseconds afterwards. */
export const duration = measure(parseDuration, 'a duration such as 30m');

/** Bytes afterwards. */
export const size = measure(parseSize, 'a size such as 64MiB');

/** As `--gpus` has it, or a list of cards; a GpuSelection afterwards. */
export const gpus = parsed(
  z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]),
  (given): GpuSelection | null =>
    parseGpuSelection(Array.isArray(given) ? `device=${given.join(',')}` : String(given)),
  'a number of GPUs, all, or GPUs by index or UUID',
);

/** Kept as it is written. */
export const schedule = {
  schema: z.string().check(z.refine((text) => parseSchedule(text) !== null)),
  form: 'text',
  expected: scheduleForms,
} as const;

/** Ollama's own notation, passed on as it is. */
export const keepAlive = {
  schema: z.union([
    z.string().check(z.regex(/^-?\d+(ms|s|m|h)?$/)),
    z.pipe(z.int(), z.transform(String)),
  ]),
  form: 'text',
  expected: 'a duration such as 5m, or -1 for ever',
} as const;

export const texts = (expected: string, pattern = /./) =>
  ({ schema: z.array(z.string().check(z.regex(pattern))), form: 'list', expected }) as const;

/** Environment variables by name. */
export const variables = {
  schema: z.record(
    z.string().check(z.regex(/^[A-Za-z_]\w*$/)),
    z.pipe(z.union([z.string(), z.number(), z.boolean()]), z.transform(String)),
  ),
  form: 'tree',
  expected: 'names with values',
} as const;

export function wholeNumber(least: number, most: number) {
  return {
    schema: z.int().check(z.minimum(least), z.maximum(most)),
    form: 'number',
    expected: `a whole number from ${least} to ${most}`,
  } as const;
}

export function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values) {
  const expected = `one of ${values.join(', ')}`;
  return { schema: z.enum(values), form: 'text', expected } as const;
}

export function matching(pattern: RegExp, expected: string) {
  return { schema: z.string().check(z.regex(pattern)), form: 'text', expected } as const;
}

function measure(parse: (text: string | number) => number | null, expected: string) {
  const aboveNothing = (text: string | number) => {
    const amount = parse(text);
    return amount !== null && amount > 0 ? amount : null;
  };
  return parsed(z.union([z.string(), z.number()]), aboveNothing, expected);
}

/** What is written in a form of its own. @param parse null: it is not in that form */
function parsed<In extends z.ZodMiniType, Out>(
  written: In,
  parse: (given: z.output<In>) => Out | null,
  expected: string,
) {
  const value = z.transform((given: z.output<In>, context): Out => {
    const found = parse(given);
    if (found !== null) return found;
    context.issues.push({ code: 'custom', message: expected, input: given });
    return z.NEVER;
  });
  const schema = z.pipe(written, value);
  return { schema, form: 'text', expected } satisfies FieldType<typeof schema>;
}
