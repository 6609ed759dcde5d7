import { collectionNames } from '../../config/collection-name.ts';
import type { Runtime } from '../../runtime.ts';
import { corpusBackend } from '../../stack/corpus-backend.ts';
import { backendUrl } from '../docker/door-url.ts';
import type { DockerProject } from '../docker/open-project.ts';
import { type Brought, bringDocuments } from './bring-documents.ts';
import type { OldVolume } from './move-plan.ts';
import { oldImageOrPull } from './old-image-or-pull.ts';
import { scratchVolume } from './scratch-volume.ts';
import { type OldCollection, surveyOld } from './survey-old.ts';
import { withScratchQdrant } from './with-scratch-qdrant.ts';

export interface BroughtAll {
  brought: readonly Brought[];
  /** Collections that are not langchain's: they stay in the old volume. */
  left: readonly OldCollection[];
}

/**
 * Brings the documents of every collection of langchain into a collection of gecko's of the same name, read
 * from the copy of the old storage by the old Qdrant itself.
 * @throws GeckoError ADOPT_UNREADABLE (exit 21), INTEGRITY (25), and what the backend answers
 */
export async function bringAll(
  { data }: OldVolume,
  { engine, owner, secrets }: DockerProject,
  runtime: Runtime,
): Promise<BroughtAll> {
  const { connect, signal, config } = runtime;
  const image = await oldImageOrPull(data.service, engine, runtime);
  const client = connect(await backendUrl(corpusBackend(config), runtime), secrets.token);
  const scratch = { engine, owner, image, volume: scratchVolume(owner.project), target: data.path };
  return withScratchQdrant(scratch, runtime, async (qdrant) => {
    const all = await surveyOld(qdrant, signal);
    const brought: Brought[] = [];
    for (const one of all.filter(isReadable)) {
      const into = collectionFor(one.name, all.filter(isReadable), config.corpus.collection);
      brought.push(await bringDocuments(one, into, { qdrant, client, runtime }));
    }
    return { brought, left: all.filter((one) => !isReadable(one)) };
  });
}

function isReadable({ isLangchain, name }: OldCollection): boolean {
  return isLangchain && collectionNames.pattern.test(name);
}

/** The only one becomes the one that questions go to, whatever it was called. */
function collectionFor(name: string, all: readonly OldCollection[], asked: string): string {
  return all.length === 1 ? asked : name;
}
