import type { AskResponse, Citation } from '@gecko/core/contract/ask';
import type { Style } from '../../ui/ui.ts';
import { oneLine } from '../one-line.ts';

/** What stands below an answer: its citations, and in one line what wrote it from what. */
export function belowAnswer(response: AskResponse, style: Style): string {
  const citations = response.abstained
    ? []
    : response.citations.map((one) => citationLine(one, style));
  return [
    ...citations,
    ...(citations.length > 0 ? [''] : []),
    style.dim(originLine(response)),
  ].join('\n');
}

/** `[1] docs/backup.md:12  Backups` */
export function citationLine(
  { n, source, title, page, line }: Citation,
  style: Pick<Style, 'cyan' | 'dim'> = unstyled,
): string {
  const place = page !== null ? `, page ${page}` : line !== null ? `:${line}` : '';
  const name = oneLine(title);
  return `${style.cyan(`[${n}]`)} ${oneLine(source)}${place}${name === '' ? '' : `  ${style.dim(name)}`}`;
}

const unstyled = { cyan: (text: string) => text, dim: (text: string) => text };

/** `llama3 (ollama)`, or `no language model: …`; and why where only one search ran. */
function originLine({ generator, retrieval, omitted, truncated }: AskResponse): string {
  const reason = oneLine(generator.reason);
  const parts = [
    generator.kind === 'own'
      ? reason
      : generator.kind === 'extractive'
        ? after('no language model', reason)
        : `${oneLine(generator.model ?? generator.kind)} (${generator.kind})`,
  ];
  if (retrieval.mode !== 'hybrid')
    parts.push(after(`${retrieval.mode} retrieval only`, oneLine(retrieval.reason ?? '')));
  if (omitted > 0) parts.push(`${omitted} passages did not fit the prompt`);
  if (truncated) parts.push('cut at the length that generator.answerTokens allows');
  return parts.join('; ');
}

/** `label: reason`; the reason alone where it says the same already. */
function after(label: string, reason: string): string {
  if (reason === '') return label;
  return reason.toLowerCase().startsWith(label.toLowerCase()) ? reason : `${label}: ${reason}`;
}
