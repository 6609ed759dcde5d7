import { nearest } from '../nearest.ts';
import { type Key, keys } from './keys.ts';
import { type Layer, setIn } from './layer.ts';
import type { Origin } from './origin.ts';

/** A variable of the environment or of a `.env` file. */
export interface Variable {
  name: string;
  value: string;
  origin: Origin;
}

/** `GECKO_*` variables as a layer; empty ones count as absent. */
export function variableLayer(variables: readonly Variable[]): Layer {
  const values = {};
  const origins = new Map<string, Origin>();
  for (const { name, value, origin } of variables) {
    const key = byVariable.get(name);
    if (!key || value === '') continue;
    setIn(values, key.path, fromText(key, value));
    origins.set(key.name, origin);
  }
  return {
    values,
    origin: (path) => {
      // A path may point into a list.
      const name = [...origins.keys()].find((key) => `${path.join('.')}.`.startsWith(`${key}.`));
      return origins.get(name ?? '') ?? { kind: 'default' };
    },
  };
}

/**
 * Names that look like a mistyped key, and what only the environment can say. Others are left alone: they
 * may belong to other programs.
 */
export function mistyped(variables: readonly Variable[]): string[] {
  return variables.flatMap(({ name, origin }) => {
    if (name === 'GECKO_HOME' && origin.kind === 'dotenv')
      return [`GECKO_HOME is not read from ${origin.file}; set it in the environment`];
    if (!name.startsWith('GECKO_') || byVariable.has(name) || foreign.test(name)) return [];
    const meant = nearest(
      name.slice(6),
      [...byVariable.keys()].map((known) => known.slice(6)),
    );
    return meant === null ? [] : [`${name} is not a key of gecko; did you mean GECKO_${meant}?`];
  });
}

const byVariable = new Map(
  keys.flatMap((key): [string, Key][] => (key.variable === null ? [] : [[key.variable, key]])),
);

const foreign = /^GECKO_(HOME$|TEST_)/;

/** Text in the form of the key; what does not fit stays text, and the schema says so. */
function fromText({ form }: Key, text: string): unknown {
  switch (form) {
    case 'number':
      return toNumber(text);
    case 'boolean':
      return { true: true, false: false, '1': true, '0': false }[text.toLowerCase()] ?? text;
    case 'list':
      return splitList(text);
    case 'numbers':
      return splitList(text).map(toNumber);
    default:
      return text;
  }
}

function toNumber(text: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
