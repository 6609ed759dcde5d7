import type { Style } from '../../ui/ui.ts';
import { wrap } from '../../ui/wrap.ts';
import { counted } from '../counted.ts';
import { oneLine } from '../one-line.ts';
import { allToStop } from './all-to-stop.ts';
import type { BroughtAll } from './bring-all.ts';
import type { MovePlan } from './move-plan.ts';

/** What a move has done, and how it is taken back, for people. */
export function movedText(plan: MovePlan, { brought, left }: BroughtAll, style: Style): string {
  const { stack, qdrant, ollama } = plan;
  const stop = allToStop(plan);
  const wrapped = (text: string) => wrap(oneLine(text), style.columns);
  const volumes = [qdrant, ollama].flatMap((one) => (one ? one.data.mount.source : []));
  return [
    ...brought.map(({ from, collection, passages, documents, chunks }) =>
      wrapped(
        `${counted(passages, 'passage')} of ${from} became ${counted(documents, 'document')} in the collection ${collection}; ${counted(chunks, 'chunk')} made now.`,
      ),
    ),
    ...brought
      .filter(({ unordered }) => unordered > 0)
      .map(({ unordered, from }) =>
        wrapped(
          `Of ${counted(unordered, 'document')} of ${from} nobody knows the order of the passages: gecko ingest of their files gives better ones.`,
        ),
      ),
    ...brought.flatMap(({ failed }) =>
      failed.map(({ source, reason }) => style.red(wrapped(`not brought: ${source}: ${reason}`))),
    ),
    ...left.map(({ name }) => wrapped(`${name} is not langchain's and stays in the old volume.`)),
    wrapped(
      `The old containers are stopped${volumes.length > 0 ? `, and ${volumes.join(' and ')} as before` : ''}. Back to them: gecko down, then ${goBack(
        stack.project,
        stop.map(({ name }) => name),
      )}`,
    ),
  ].join('\n');
}

/** Compose starts what has a profile only where that is named: containers have names in any case. */
function goBack(project: string, names: readonly string[]): string {
  if (names.length === 0) return `docker compose -p ${project} start`;
  return `docker compose -p ${project} start, or docker start ${names.toReversed().join(' ')}`;
}
