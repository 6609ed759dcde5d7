import type { SystemReport } from '@gecko/core/contract/system-report';
import type { Runtime } from '../../runtime.ts';
import { clipped } from '../../system/clipped.ts';
import { knownSecrets } from '../support-bundle/known-secrets.ts';
import { createRedactor } from '../support-bundle/redact.ts';

/**
 * A report with what is secret taken out of its texts: whoever may look at the page may read it. A command
 * with a secret in it would not work without, and is left out.
 */
export function withoutSecrets(
  report: SystemReport,
  runtime: Pick<Runtime, 'config' | 'paths'>,
): SystemReport {
  const secrets = knownSecrets(runtime);
  const { text } = createRedactor({
    ...{ secrets, home: '', user: '', hosts: [], folders: [], documents: [] },
  });
  const clean = (value: unknown, key = ''): unknown => {
    // What is told as a figure, a name or a moment has a form of its own.
    if (typeof value === 'string') {
      if (key === 'command') return hasSecret(text(value)) ? null : value;
      return worded.has(key) ? clipped(text(value), MOST) : value;
    }
    if (Array.isArray(value)) return value.map((one) => clean(one, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, clean(one, name)]));
  };
  // The same fields with the same kinds of values: only texts become other texts.
  return clean(report) as SystemReport;
}

/** What the redactor puts in the place of a secret. */
function hasSecret(text: string): boolean {
  return /\[(?:secret|key|session)\]/.test(text);
}

/** Characters of a text. */
const MOST = 2_000;

/** Fields with words in them. */
const worded = new Set([
  ...['message', 'consequence', 'hint', 'evidence', 'detail', 'reason', 'text', 'place'],
]);
