import { describe, expect, it } from 'vitest';
import { errorCodes, exitCodeOf } from './error-codes.ts';
import { exitCodes } from './errors.ts';
import { explain } from './operations/explain.ts';
import { makeStyle } from './ui/style.ts';

const style = makeStyle({ color: false, columns: 20, terminal: false, unicode: false });

describe('error codes', () => {
  it.each(Object.entries(errorCodes))('explains %s', (code, { exitCode, ...explanation }) => {
    expect(Object.values(exitCodes)).toContain(exitCode);
    expect(explanation.summary).not.toMatch(/\.$/);
    for (const line of [...explanation.causes, ...explanation.remedies])
      expect(line).toMatch(/[.,]$/);
    expect(explain(code).text(style)).toContain(code);
  });

  it('takes an unknown code for a failure', () => {
    expect(exitCodeOf('OF_A_NEWER_BACKEND')).toBe(1);
    expect(exitCodeOf('constructor')).toBe(1);
  });
});

describe('explain', () => {
  it('reads a code in any case of letters', () => {
    expect(explain('port-taken').json).toMatchObject({ code: 'PORT_TAKEN', exitCode: 22 });
  });

  it('suggests the nearest code', () => {
    expect(() => explain('PORT_TAKE')).toThrow(
      expect.objectContaining({ exitCode: 2, hint: 'Did you mean PORT_TAKEN?' }),
    );
  });
});
