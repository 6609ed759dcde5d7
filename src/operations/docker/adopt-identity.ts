import { Parser } from 'tar';
import type { Engine, Snapshot } from '../../engine/engine.ts';
import type { Runtime } from '../../runtime.ts';
import { labelNames } from '../../stack/labels.ts';
import { CONFIG_FOLDER } from '../../stack/service-spec.ts';
import { adoptProjectState, readProjectState } from '../../state/project-state.ts';
import { adoptToken } from '../../state/token.ts';

/**
 * Where this machine knows nothing of a project that the engine has, as for a second user or after a
 * lost folder: takes its id from the labels and its secrets from the files of a backend's container.
 * Whoever may ask the engine may read them anyway.
 */
export async function adoptIdentity(
  engine: Engine,
  { containers }: Snapshot,
  { paths, version, clock, signal }: Runtime,
): Promise<void> {
  if (readProjectState(paths.project.state) !== null) return;
  const backend = containers.find(({ labels }) =>
    ['rag', 'qa'].includes(labels[labelNames.service] ?? ''),
  );
  const projectId = backend?.labels[labelNames.projectId];
  if (!backend || projectId === undefined) return;
  const files = await filesOf(engine, backend.id, signal);
  const [token, qdrantKey] = [files.get('token'), files.get('qdrant-key')];
  if (token === undefined || qdrantKey === undefined) return;
  adoptToken(paths.project.token, token);
  adoptToken(paths.project.qdrantKey, qdrantKey);
  adoptProjectState(paths.project.state, projectId, version, clock.now());
}

/** Of the folder with configuration, by name. */
async function filesOf(
  engine: Engine,
  container: string,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const parser = new Parser({
    onReadEntry(entry) {
      const parts: Buffer[] = [];
      entry.on('data', (part: Buffer) => parts.push(part));
      entry.on('end', () =>
        files.set(entry.path.split('/').at(-1) ?? '', Buffer.concat(parts).toString('utf8')),
      );
    },
  });
  const archive = await engine.getArchive(container, CONFIG_FOLDER, signal);
  const done = new Promise<void>((resolve, reject) => {
    parser.on('end', resolve).on('error', reject);
  });
  for await (const part of archive) parser.write(part as Buffer);
  parser.end();
  await done;
  return files;
}
