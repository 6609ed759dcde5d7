import type { Explanation } from '../error-codes/explanation.ts';
import { errorCodes } from '../error-codes.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Report, Style } from '../ui/ui.ts';
import { wrap } from '../ui/wrap.ts';

/**
 * What an error code means, in any case of letters; all codes where none is given.
 * @throws GeckoError UNKNOWN_CODE
 */
export function explain(code: string | undefined): Report {
  if (code === undefined) return listReport();
  const name = code.toUpperCase().replaceAll('-', '_');
  const explanation = Object.hasOwn(errorCodes, name) ? errorCodes[name] : undefined;
  if (!explanation) throw unknownCode(code, name);
  return {
    json: { code: name, foundBy: [], ...explanation },
    text: (style) => explanationText(name, explanation, style),
  };
}

function listReport(): Report {
  const codes = Object.entries(errorCodes).sort(([a], [b]) => (a < b ? -1 : 1));
  const width = Math.max(...codes.map(([name]) => name.length));
  return {
    json: {
      codes: codes.map(([code, { exitCode, summary }]) => ({ code, exitCode, summary })),
    },
    text: (style) =>
      codes
        .map(([name, { summary }]) => `${style.bold(name.padEnd(width))}  ${summary}`)
        .join('\n'),
  };
}

function explanationText(name: string, explanation: Explanation, style: Style): string {
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0
      ? []
      : ['', title, ...lines.map((line) => wrap(line, style.columns, '  - ', '    '))];
  return [
    `${style.bold(name)} (exit code ${explanation.exitCode})`,
    '',
    wrap(`${explanation.summary}.`, style.columns),
    ...list('Causes', explanation.causes),
    ...list('What to do', explanation.remedies),
    ...list(
      'Found by',
      (explanation.foundBy ?? []).map((id) => `gecko doctor --only ${id}`),
    ),
  ].join('\n');
}

function unknownCode(given: string, name: string): GeckoError {
  const meant = nearest(name, Object.keys(errorCodes));
  return new GeckoError('UNKNOWN_CODE', `There is no error code ${given}`, {
    exitCode: exitCodes.usage,
    hint: meant === null ? '`gecko explain` lists all codes.' : `Did you mean ${meant}?`,
  });
}
