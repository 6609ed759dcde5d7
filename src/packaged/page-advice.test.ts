import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFlutterBuild } from '../../test/fakes/flutter-build.ts';
import { pageAdvice } from './page-advice.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gecko-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it('tells that a Flutter build needs its own policy, and nothing once it has one', () => {
  makeFlutterBuild(root, []);
  expect(pageAdvice({ root, csp: 'strict', origins: [], remote: [] })).toContain('web.csp');
  expect(pageAdvice({ root, csp: 'flutter', origins: [], remote: [] })).toBeNull();
});

it('tells that scripts in index.html do not run under the policy strict', () => {
  writeFileSync(join(root, 'index.html'), '<script src="/a.js"></script><script>start()</script>');
  expect(pageAdvice({ root, csp: 'strict', origins: [], remote: [] })).toContain('web.csp');
  const csp = "default-src 'self'";
  expect(pageAdvice({ root, csp, origins: [], remote: [] })).toBeNull();
});

it('has nothing to say of another build, and of our own page', () => {
  writeFileSync(join(root, 'index.html'), '<script src="/assets/app.js"></script>');
  expect(pageAdvice({ root, csp: 'strict', origins: [], remote: [] })).toBeNull();
  expect(pageAdvice({ csp: 'strict', origins: [], remote: [] })).toBeNull();
});
