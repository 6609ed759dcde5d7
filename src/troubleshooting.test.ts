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

it.each(checks.filter(({ finds }) => finds))('explains every code that $id finds', ({ finds }) => {
  expect(finds?.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([]);
});

/** By the source: a finding is made where its severity stands. */
const folder = new URL('./operations/doctor/checks/', import.meta.url);
const sources = readdirSync(folder).filter((name) => !name.endsWith('.test.ts'));
it.each(sources)('explains every problem and warning that %s makes', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const found = [...text.matchAll(/code: '([A-Z_]+)',\s+severity: '(?:problem|warning)'/g)];
  expect(found.map(([, code]) => code).filter((code) => !errorCodes[code ?? ''])).toEqual([]);
});
