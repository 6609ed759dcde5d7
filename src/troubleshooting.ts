import type { Explanation } from './error-codes/explanation.ts';

interface NamedCheck {
  id: string;
  title: string;
}

/** What people see first, and the code that it leads to. */
export const symptoms: readonly (readonly [string, string])[] = [
  ['Nothing answers at all', 'NOT_STARTED'],
  ['One service is missing or stopped', 'SERVICE_STOPPED'],
  ['A port is taken', 'PORT_TAKEN'],
  ['Answers are only copied sentences', 'MODEL_MISSING'],
  ['Documents are found by their words alone', 'WEIGHTS_MISSING'],
  ['Every question is declined', 'CORPUS_EMPTY'],
  ['Documents are refused after a change of settings', 'FINGERPRINT_MISMATCH'],
  ['Some files were not taken in', 'DOCUMENT_UNREADABLE'],
  ['The first word of an answer takes very long', 'ANSWER_SLOW'],
  ['The embedded services do not start', 'DAEMON_FAILED'],
  ['No container engine is found', 'ENGINE_UNREACHABLE'],
];

/** docs/troubleshooting.md: an entry for each code that `gecko explain` knows, and who finds it. */
export function troubleshootingPage(
  codes: Readonly<Record<string, Explanation>>,
  checks: readonly NamedCheck[],
): string {
  const entries = Object.entries(codes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const paragraphs = [
    '`gecko doctor` looks at everything that a project stands on, says what is wrong, what follows and what mends it, and with `--fix` mends what it can. `gecko support-bundle` makes one archive of all that, without secrets, for whoever helps. `gecko explain CODE` prints an entry of this page.',
    '## What is seen first',
    bullets(symptoms.map(([symptom, code]) => `${symptom}: [${code}](#${anchorOf(code)})`)),
    '## What doctor looks at',
    bullets(checks.map(({ id, title }) => `\`${id}\`: ${title}`)),
    '## Codes',
    'Made from the table that `gecko explain` reads and from the checks of `gecko doctor`, by `npm run docs`.',
    ...entries.flatMap(([code, explanation]) => entry(code, explanation)),
  ];
  return `---\ntitle: Troubleshooting\ntags: [errors, problems, doctor]\n---\n\n# Troubleshooting\n\n${paragraphs.join('\n\n')}\n`;
}

function entry(
  code: string,
  { exitCode, summary, causes, remedies, foundBy = [] }: Explanation,
): string[] {
  const found =
    foundBy.length === 0
      ? []
      : [`Found by ${foundBy.map((id) => `\`gecko doctor --only ${id}\``).join(', ')}.`];
  return [
    `### ${code}`,
    `${summary} (exit code ${exitCode}).`,
    ...found,
    'Causes:',
    bullets(causes),
    'What to do:',
    bullets(remedies),
  ];
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

/** As pages of Markdown make it of a heading. */
function anchorOf(code: string): string {
  return code.toLowerCase();
}
