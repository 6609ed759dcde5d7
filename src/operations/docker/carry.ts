import type { Runtime } from '../../runtime.ts';
import { warningLog } from '../warning-log.ts';
import { doorUrl } from './door-url.ts';
import type { DockerProject } from './open-project.ts';

/** Documents and chunks that were carried, for a report. */
export interface Carried {
  collections: number;
  documents: number;
}

/**
 * Carries the corpus between the containers' Qdrant, which runs, and the embedded store, which nobody has
 * open, and tells of it. @throws ServiceError of either store
 */
export async function carryCorpus(
  to: 'docker' | 'embedded',
  { secrets }: Pick<DockerProject, 'secrets'>,
  runtime: Runtime,
): Promise<Carried> {
  const { docker, ui } = runtime;
  const tools = await docker();
  const id = 'carry';
  const { token, qdrantKey: apiKey } = secrets;
  try {
    const { collections, left } = await tools.carry({
      to,
      qdrant: { url: `${await doorUrl('web', runtime)}/-/qdrant`, apiKey, token },
      progress: ({ collection, documents: done, total }) =>
        ui.event({
          type: 'progress',
          id,
          text: `Carrying ${collection}`,
          done,
          total,
          unit: 'items',
        }),
      log: warningLog(ui),
    });
    for (const name of left)
      ui.event({
        type: 'warning',
        text: `${name} stays where it is: another program made it, and gecko does not write to it`,
      });
    const documents = collections.reduce((sum, one) => sum + one.documents, 0);
    const text = `Carried ${documents} documents over`;
    if (collections.length > 0) ui.event({ type: 'note', text });
    return { collections: collections.length, documents };
  } finally {
    ui.event({ type: 'progress-end', id });
  }
}
