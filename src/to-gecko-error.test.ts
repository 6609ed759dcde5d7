import { describe, expect, it } from 'vitest';
import { GeckoError } from './errors.ts';
import { type ErrorContext, toGeckoError } from './to-gecko-error.ts';

const context: ErrorContext = { interrupted: null, report: () => '/state/reports/1.json' };
const thrown = (facts: Record<string, unknown>) => Object.assign(new Error('why'), facts);

describe('toGeckoError', () => {
  it('leaves our own errors as they are', () => {
    const error = new GeckoError('LOCKED', 'm', { exitCode: 11 });
    expect(toGeckoError(error, context)).toBe(error);
  });

  it.each([
    [{ name: 'ServiceError', code: 'COLLECTION_MISSING', hint: 'h' }, 'COLLECTION_MISSING', 10],
    [{ name: 'ExitPromptError' }, 'INTERRUPTED', 130],
    [{ name: 'AbortError' }, 'INTERRUPTED', 130],
    [{ code: 'ENOSPC' }, 'NO_SPACE', 24],
    [{ code: 'EACCES', path: '/x' }, 'PERMISSION', 1],
    [{ code: 'ENOENT', syscall: 'uv_cwd' }, 'FOLDER_GONE', 2],
    [{ code: 'EMFILE' }, 'TOO_MANY_FILES', 1],
    [{ code: 'toString', name: 'ServiceError' }, 'INTERNAL', 1],
    [{}, 'INTERNAL', 1],
  ])('turns %j into %s', (facts, code, exitCode) => {
    expect(toGeckoError(thrown(facts), context)).toMatchObject({ code, exitCode });
  });

  it.each(['text', null, undefined, 7, { message: 'm' }])('survives %j being thrown', (value) => {
    expect(toGeckoError(value, context)).toMatchObject({
      code: 'INTERNAL',
      hint: expect.stringContaining('/state/reports/1.json'),
    });
  });

  it('says interrupted, with the code of the signal, whatever the abort made fail', () => {
    const error = toGeckoError(thrown({ code: 'ECONNRESET' }), { ...context, interrupted: 143 });
    expect(error).toMatchObject({ code: 'INTERRUPTED', exitCode: 143 });
  });
});
