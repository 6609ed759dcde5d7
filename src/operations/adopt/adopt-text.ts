import { amount } from '../../amount.ts';
import type { Style } from '../../ui/ui.ts';
import { wrap } from '../../ui/wrap.ts';
import { counted } from '../counted.ts';
import { oneLine } from '../one-line.ts';
import { allToStop } from './all-to-stop.ts';
import type { MovePlan, OldVolume } from './move-plan.ts';
import type { ProposedFile } from './proposed-file.ts';
import type { OldCollection } from './survey-old.ts';

export interface Shown {
  plan: MovePlan;
  file: ProposedFile;
  notes: readonly string[];
  /** Null: they are read once they are copied. */
  collections: readonly OldCollection[] | null;
}

/** What a move would do, for people. */
export function adoptText(
  { plan, file, notes, collections }: Shown,
  style: Pick<Style, 'columns'>,
): string {
  const { stack, qdrant, ollama } = plan;
  const stop = allToStop(plan);
  const changes =
    file.before === null
      ? 'is new'
      : file.before === file.text
        ? 'stays as it is'
        : 'gets further keys';
  const item = (text: string) => wrap(`- ${oneLine(text)}`, style.columns);
  return [
    `The Compose project ${stack.project}${stack.file === null ? '' : `, ${stack.file}`}`,
    '',
    `${file.path} ${changes}:`,
    '',
    ...file.shown
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`),
    ...file.kept.map(({ name, has, wanted }) =>
      item(
        `${name} stays ${JSON.stringify(has)}, as it is set there; the old stack has ${JSON.stringify(wanted)}`,
      ),
    ),
    '',
    'Stopped, not removed:',
    ...(stop.length === 0
      ? ['- nothing: none of its containers runs']
      : stop.map(({ name }) => `- ${name}`)),
    '',
    'Copied, and never written to:',
    ...volumeLines(qdrant, ollama),
    '',
    'Collections:',
    ...collectionLines(qdrant, collections).map(item),
    ...(notes.length > 0
      ? ['', 'Not taken over, or different from now on:', ...notes.map(item)]
      : []),
  ].join('\n');
}

function volumeLines(qdrant: OldVolume | null, ollama: OldVolume | null): string[] {
  const lines = [
    ...(qdrant ? [`- ${nameOf(qdrant)}: documents`] : []),
    ...(ollama ? [`- ${nameOf(ollama)}: models`] : []),
  ];
  return lines.length > 0 ? lines : ['- nothing: the engine has no data of it'];
}

function nameOf({ data, size }: OldVolume): string {
  return `${data.mount.source} (${size === null ? 'size unknown' : amount(size)})`;
}

function collectionLines(
  qdrant: OldVolume | null,
  collections: readonly OldCollection[] | null,
): string[] {
  if (qdrant === null) return ['none'];
  if (collections === null)
    return ['its Qdrant does not run: they are found once its volume is copied'];
  if (collections.length === 0) return ['none'];
  return collections.map(({ name, points, isLangchain }) =>
    isLangchain
      ? `${name}: ${counted(points, 'passage')} of langchain, put together into documents and embedded anew`
      : `${name}: ${counted(points, 'point')}, not as langchain makes them: it stays in the old volume`,
  );
}
