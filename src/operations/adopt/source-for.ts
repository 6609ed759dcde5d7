import type { Runtime } from '../../runtime.ts';
import { readRoots } from '../../state/roots.ts';
import { recordSources } from '../ingest/targets.ts';

/**
 * Name of the source that documents of an old collection come from: the collection's, unless a folder of the
 * user's has it. It is recorded, so that no folder takes it later.
 * @param root where nothing of the user's lies
 */
export async function sourceFor(
  collection: string,
  root: string,
  { paths, clock, signal }: Runtime,
): Promise<string> {
  const rootsFile = paths.project.roots;
  const roots = new Map(Object.entries(readRoots(rootsFile)));
  const names = [
    collection,
    ...Array.from({ length: 100 }, (_, index) => `${collection}-old${index + 1}`),
  ];
  const source = names.find((name) => (roots.get(name) ?? root) === root) ?? collection;
  const target = { given: root, source, named: false, root, folder: true, file: root, path: '' };
  await recordSources({ targets: [target], rootsFile, clock, signal, confirmMove: async () => {} });
  return source;
}
