import { exitCodes, GeckoError } from '../errors.ts';
import { formatOrigin, type Origin } from './origin.ts';

/** Something wrong with the configuration, at its place. */
export interface Problem {
  code: 'CONFIG_SYNTAX' | 'CONFIG_INVALID' | 'CONFIG_UNKNOWN_KEY' | 'CONFIG_UNREADABLE';
  origin: Origin;
  text: string;
  hint?: string;
}

/** All problems in one error: who mends a file wants to see them at once. */
export function configError(problems: readonly [Problem, ...Problem[]]): GeckoError {
  const [first] = problems;
  // One value can break two rules, and is one problem.
  const lines = [
    ...new Set(problems.map(({ origin, text }) => `${formatOrigin(origin)}: ${text}`)),
  ];
  const message =
    lines.length === 1 ? (lines[0] ?? '') : `${lines.length} problems:\n${lines.join('\n')}`;
  const hints = [...new Set(problems.flatMap(({ hint }) => hint ?? []))];
  return new GeckoError(first.code, message, {
    exitCode: exitCodes.usage,
    ...(hints.length > 0 ? { hint: hints.join('\n') } : {}),
    details: {
      problems: problems.map(({ code, origin, text }) => ({ code, ...origin, message: text })),
    },
  });
}
