import type { Engine, Snapshot } from '../../engine/engine.ts';
import { HELD, withVolume } from '../../engine/execute/with-volume.ts';
import type { Runtime } from '../../runtime.ts';
import { keyId } from '../../stack/key-id.ts';
import { labelNames } from '../../stack/labels.ts';
import { configVolumeName } from '../../stack/names.ts';
import { CONFIG_FOLDER } from '../../stack/service-spec.ts';
import { adoptProjectState, readProjectState } from '../../state/project-state.ts';
import { adoptToken, readToken, replacedKeyIds } from '../../state/token.ts';

/**
 * Where this machine knows nothing of a project that the engine has, as for a second user or after a
 * lost folder: takes its id from the labels and its secrets from the configuration of a backend. Where
 * another gecko has replaced the token since, takes that one, and says so; one that was replaced here is never
 * taken back. Whoever may ask the engine may read them anyway.
 */
export async function adoptIdentity(
  engine: Engine,
  seen: Snapshot,
  runtime: Runtime,
): Promise<void> {
  const { paths, version, clock, ui } = runtime;
  const { token, qdrantKey, state } = paths.project;
  const known = readProjectState(state);
  const projectId = [...seen.containers, ...seen.volumes, ...seen.networks]
    .map(({ labels }) => labels[labelNames.projectId])
    .find((id) => id !== undefined);
  if (projectId === undefined) return;
  if (known !== null && known.projectId !== projectId) return;
  const mine = readToken(token);
  const replaced = replacedKeyIds(token);
  const newer = newerBackend(seen, mine === null ? replaced : [...replaced, keyId(mine)]);
  if (known !== null && mine !== null && !newer) return;
  const files = await secretFiles(engine, seen, newer, runtime);
  const [itsToken, itsKey] = [files.get('token'), files.get('qdrant-key')];
  // Without them new ones are made, which `up` brings into the containers.
  if (itsToken !== undefined && itsToken !== mine && !replaced.includes(keyId(itsToken))) {
    await adoptToken(token, itsToken, mine);
    const why = mine === null ? 'there was none here' : 'another gecko has replaced the one here';
    ui.event({ type: 'note', text: `Took the token over that the containers have: ${why}.` });
  }
  if (itsKey !== undefined) await adoptToken(qdrantKey, itsKey);
  if (known === null) adoptProjectState(state, projectId, version, clock.now());
}

type Seen = Snapshot['containers'][number];

/** A backend whose token is neither the one here nor one that was replaced here. */
function newerBackend({ containers }: Snapshot, known: readonly string[]): Seen | undefined {
  return containers.filter(isBackend).find(({ labels }) => {
    const theirs = labels[labelNames.keyId];
    return theirs !== undefined && !known.includes(theirs);
  });
}

function isBackend({ labels }: { labels: Readonly<Record<string, string>> }): boolean {
  return ['rag', 'qa'].includes(labels[labelNames.service] ?? '');
}

/** By name; none where nothing holds them any more. */
async function secretFiles(
  engine: Engine,
  { containers, volumes, images }: Snapshot,
  newer: Seen | undefined,
  { config, signal }: Runtime,
): Promise<Map<string, string>> {
  const backend = newer ?? containers.find(isBackend);
  if (backend) return filesIn(await engine.getArchive(backend.id, CONFIG_FOLDER, signal));
  const names = [configVolumeName(config.project, 'rag'), configVolumeName(config.project, 'qa')];
  const volume = volumes.find(({ name }) => names.includes(name));
  const [image] = images;
  if (!volume || !image) return new Map();
  return withVolume(
    engine,
    { name: volume.name, image: image.id, labels: volume.labels },
    async (container) => filesIn(await engine.getArchive(container, HELD, signal)),
  );
}

async function filesIn(archive: AsyncIterable<unknown>): Promise<Map<string, string>> {
  // Loaded here: only a machine that knows nothing of the project reads an archive.
  const { Parser } = await import('tar');
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
  const done = new Promise<void>((resolve, reject) => {
    parser.on('end', resolve).on('error', reject);
  });
  for await (const part of archive) parser.write(part as Buffer);
  parser.end();
  await done;
  return files;
}
