import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureProjectState, readProjectState, recordRuntime } from './project-state.ts';
import { nameRoot, readRoots, writeRoots } from './roots.ts';
import { ensureToken, readToken, rotateToken } from './token.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-state-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('project state', () => {
  const file = () => join(folder, 'projects', 'x', 'state.json');

  it('keeps the project id and the runtime', async () => {
    expect(readProjectState(file())).toBeNull();
    const state = ensureProjectState(file(), '0.1.0', 0);
    await recordRuntime(file(), state, 'embedded');
    expect(ensureProjectState(file(), '0.2.0', 1)).toEqual({ ...state, runtime: 'embedded' });
  });

  it('refuses a newer state, naming who wrote it, and leaves it as it is', () => {
    const path = join(folder, 'state.json');
    writeFileSync(path, '{"schemaVersion":2,"version":"9.9.0"}');
    expect(() => ensureProjectState(path, '0.1.0', 0)).toThrow(/gecko 9\.9\.0/);
    expect(readFileSync(path, 'utf8')).toContain('9.9.0');
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{}',
    '{"schemaVersion":1}',
    '{"schemaVersion":1,"projectId":7}',
  ])('never resets a damaged state: %j', (text) => {
    const path = join(folder, 'state.json');
    writeFileSync(path, text);
    expect(() => ensureProjectState(path, '0.1.0', 0)).toThrow(
      expect.objectContaining({ code: 'STATE_UNREADABLE', exitCode: 25 }),
    );
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('token', () => {
  it('is made once, private, and changes when rotated', async () => {
    const path = join(folder, 'token');
    const token = ensureToken(path);
    expect(ensureToken(path)).toBe(token);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await rotateToken(path)).not.toBe(token);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is never empty', () => {
    const path = join(folder, 'token');
    writeFileSync(path, '\n');
    expect(() => readToken(path)).toThrow(expect.objectContaining({ code: 'STATE_UNREADABLE' }));
  });
});

describe('roots', () => {
  it('gives the same folder the same name, and another of that name a hash', async () => {
    const path = join(folder, 'roots.json');
    await writeRoots(path, { docs: '/a/docs' });
    const roots = readRoots(path);
    expect(nameRoot(roots, '/a/docs')).toBe('docs');
    expect(nameRoot(roots, '/b/docs')).toMatch(/^docs-[0-9a-f]{6}$/);
    expect(nameRoot(roots, '/')).toBe('root');
  });
});
