import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { errorCodes } from './error-codes.ts';
import { checks } from './operations/doctor/checks.ts';
import { symptoms, troubleshootingPage } from './troubleshooting.ts';

it('keeps docs/troubleshooting.md current (npm run docs)', () => {
  const page = readFileSync(new URL('../docs/troubleshooting.md', import.meta.url), 'utf8');
  expect(page).toBe(troubleshootingPage(errorCodes, checks));
});

it('leads from what is seen to codes that there are', () => {
  expect(symptoms.filter(([, code]) => !Object.hasOwn(errorCodes, code))).toEqual([]);
});

it.each(Object.entries(errorCodes))('knows the checks that find %s', (_, { foundBy = [] }) => {
  expect(foundBy.filter((id) => !checks.some((check) => check.id === id))).toEqual([]);
});

/** Where findings are made and judged; what the GPU's proof comes to is its check's alone. */
const folders = /src\/operations\/(doctor|gpu)\//;
const proof = /src\/(operations\/gpu-proof\.ts|proof\/)/;

/** The codes that a file and what it imports can give, by their source: all but those that are compared with. */
function codesIn(path: string, isProof: boolean, seen = new Set<string>()): Set<string> {
  const text = readFileSync(path, 'utf8');
  seen.add(path);
  const named = [...text.matchAll(/(?<![!=]== |case )'([A-Z][A-Z0-9_]+)'/g)].map(
    ([, code = '']) => code,
  );
  const imported = [...text.matchAll(/^import (?!type)[^;]*? from '(\.[^']+)'/gm)]
    .map(([, specifier = '']) => resolve(dirname(path), specifier))
    .filter((one) => folders.test(one) || (isProof && proof.test(one)))
    .filter((one) => !seen.has(one));
  return new Set([...named, ...imported.flatMap((one) => [...codesIn(one, isProof, seen)])]);
}

const folder = fileURLToPath(new URL('./operations/doctor/checks/', import.meta.url));
const sources = readdirSync(folder)
  .filter((name) => !name.endsWith('.test.ts'))
  .map((name) => ({ name, id: name.replace(/\.ts$/, ''), path: join(folder, name) }));

it.each(sources)('explains every problem and warning that $name makes', ({ path }) => {
  const made = /code: '([A-Z_]+)',\s+severity: '(?:problem|warning)'/g;
  const codes = [...readFileSync(path, 'utf8').matchAll(made)].map(([, code = '']) => code);
  expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([]);
});

it.each(sources)(
  'tells of each code that $name can give who finds it, and of no other',
  ({ id, path }) => {
    const given = [...codesIn(path, id === 'gpu')].filter((code) =>
      Object.hasOwn(errorCodes, code),
    );
    const told = Object.keys(errorCodes).filter((code) => errorCodes[code]?.foundBy?.includes(id));
    expect(given.filter((code) => !told.includes(code))).toEqual([]);
    // Of these, what the engine, or the choice of hardware, says is passed on.
    if (!['engine', 'nvidia', 'amd', 'gpu'].includes(id))
      expect(told.filter((code) => !given.includes(code))).toEqual([]);
  },
);
