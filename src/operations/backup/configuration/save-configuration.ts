import type { RepositoryPlace } from '../../../archive/repository/place.ts';
import type { Runtime } from '../../../runtime.ts';
import { readIfThere } from '../../../state/read-if-there.ts';
import { nothingSaved, type Saved } from '../saved.ts';
import { storeAll, type WaitingFile } from '../store-all.ts';
import { lockFile, PROJECT_FOLDER, settingsFiles, stateFiles } from './project-files.ts';

/**
 * Stores the project's own files: gecko.yaml and the `.env` that gecko reads, which images run, the
 * project's id, its token and the key of its Qdrant, and where its sources lie.
 * @throws GeckoError NO_SPACE (exit 24), and the file system's
 */
export async function saveConfiguration(
  place: RepositoryPlace,
  runtime: Runtime,
  options: { reread: boolean },
): Promise<Saved> {
  const { config, paths } = runtime;
  // Without a gecko.yaml or a .env that were found there are none to be stored.
  const settings = settingsFiles(config, '').filter(
    ({ path }) => path === config.file || path === config.dotenv,
  );
  const all = [...settings, lockFile(config, paths.project), ...stateFiles(paths.project)];
  const waiting = all.flatMap(({ name, path }) => waitingFile(name, readIfThere(path)));
  const { files, written } = await storeAll(waiting, place, runtime, options);
  return { content: { ...nothingSaved, configuration: true, files }, written };
}

function waitingFile(name: string, text: string | null): WaitingFile[] {
  if (text === null) return [];
  const bytes = Buffer.from(text);
  return [
    {
      path: `${PROJECT_FOLDER}${name}`,
      size: bytes.length,
      async *read() {
        yield bytes;
      },
    },
  ];
}
