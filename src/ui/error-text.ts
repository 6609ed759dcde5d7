import type { GeckoError } from '../errors.ts';
import { sanitize } from './sanitize.ts';
import type { Style } from './ui.ts';

/** The contract of errors with `--json`. */
export function errorJson({ code, message, hint, exitCode }: GeckoError): Record<string, unknown> {
  return { schema: 1, error: { code, message, hint: hint ?? null, exitCode } };
}

/** What failed, what mends it, and the code to look up; the stack only where details are wanted. */
export function errorText(error: GeckoError, style: Style, verbose: boolean): string {
  // Whoever pressed Ctrl-C knows why.
  if (error.code === 'INTERRUPTED' && !verbose) return `${sanitize(error.message)}\n`;
  const hint = error.hint?.split('\n').map((line) => `  ${sanitize(line)}`) ?? [];
  return [
    `${style.red('Error:')} ${sanitize(error.message)}`,
    ...hint,
    style.dim(`  ${error.code} (gecko explain ${error.code})`),
    ...(verbose ? stacks(error).map((stack) => style.dim(sanitize(stack))) : []),
    '',
  ].join('\n');
}

function stacks(error: unknown): string[] {
  if (!(error instanceof Error)) return error === undefined ? [] : [String(error)];
  return [error.stack ?? error.message, ...stacks(error.cause).map((text) => `caused by ${text}`)];
}
