import { readdirSync, readFileSync } from 'node:fs';
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

/** By the source: a finding is made where its severity stands. */
const folder = new URL('./operations/doctor/checks/', import.meta.url);
const sources = readdirSync(folder).filter((name) => !name.endsWith('.test.ts'));
it.each(sources)('explains every problem and warning that %s makes, and who finds it', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const [, id = ''] = /^ {2}id: '([\w-]+)'/m.exec(text) ?? [];
  const found = [...text.matchAll(/code: '([A-Z_]+)',\s+severity: '(?:problem|warning)'/g)];
  const codes = found.map(([, code = '']) => code);
  expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([]);
  const told = codes.filter((code) => errorCodes[code]?.foundBy !== undefined);
  expect(told.filter((code) => !errorCodes[code]?.foundBy?.includes(id))).toEqual([]);
});
