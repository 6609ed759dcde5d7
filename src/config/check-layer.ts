import type * as z from 'zod/mini';
import { nearest } from '../nearest.ts';
import { keyAt, keys } from './keys.ts';
import { getIn, type Layer } from './layer.ts';
import type { Problem } from './problem.ts';
import { Config } from './schema.ts';

/** What is wrong in one layer, whether or not another one overrides it. */
export function checkLayer(layer: Layer): Problem[] {
  if (Object.keys(layer.values).length === 0) return [];
  // Compiling the schema costs more than it saves in one use.
  const result = Config.safeParse(layer.values, { jitless: true });
  return result.success ? [] : result.error.issues.flatMap((issue) => problemsOf(issue, layer));
}

function problemsOf(issue: z.core.$ZodIssue, layer: Layer): Problem[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys' && !keyAt(path))
    return issue.keys.map((key) => unknownKey([...path, key], layer));
  const key = keyAt(path);
  // The place of the whole value is not enough where one item of a list is wrong.
  const value = getIn(layer.values, path) ?? getIn(layer.values, key?.path ?? path);
  const shown = key?.secret ? 'the value given' : show(value);
  return [
    {
      code: 'CONFIG_INVALID',
      origin: layer.origin(path),
      text: `${key?.name ?? path.join('.')} must be ${key?.expected ?? 'a group of keys'}, not ${shown}`,
    },
  ];
}

function unknownKey(path: readonly string[], layer: Layer): Problem {
  const name = path.join('.');
  const meant = suggest(path);
  return {
    code: 'CONFIG_UNKNOWN_KEY',
    origin: layer.origin(path, 'key'),
    text: `${name} is not a key of gecko${meant === null ? '' : `; did you mean ${meant}?`}`,
    hint: 'docs/reference/configuration.md, which comes with gecko, lists every key.',
  };
}

/** The nearest key of the same section; else one whose last part is the same; else the nearest of all. */
function suggest(path: readonly string[]): string | null {
  const section = path.slice(0, -1);
  const last = path.at(-1) ?? '';
  const siblings = new Set(
    keys
      .filter((key) => section.every((part, index) => key.path[index] === part))
      .flatMap((key) => key.path[section.length] ?? []),
  );
  const sibling = nearest(last, siblings);
  if (sibling !== null) return [...section, sibling].join('.');
  const namesake = keys.find((key) => key.path.at(-1) === last);
  return (
    namesake?.name ??
    nearest(
      path.join('.'),
      keys.map(({ name }) => name),
    )
  );
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
