import { ServiceError } from '../../contract/errors.ts';
import type { Qdrant } from './qdrant.ts';

/** The first version that keeps the metadata of a collection; an older one drops it in silence. */
const OLDEST = { major: 1, minor: 16 };

/** @throws ServiceError STORE_UNSUPPORTED, STORE_UNREACHABLE, INTERNAL where something else answers */
export async function checkVersion(qdrant: Qdrant): Promise<void> {
  const { title, version } = await qdrant.read('asking its version', (client) =>
    client.versionInfo(),
  );
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version ?? '') ?? [];
  if (major === undefined || !/qdrant/i.test(title ?? ''))
    throw new ServiceError('STORE_UNSUPPORTED', `${qdrant.address} answers, and is not a Qdrant`);
  const isNewEnough =
    Number(major) > OLDEST.major ||
    (Number(major) === OLDEST.major && Number(minor) >= OLDEST.minor);
  if (isNewEnough) return;
  throw new ServiceError(
    'STORE_UNSUPPORTED',
    `Qdrant at ${qdrant.address} is version ${version}, gecko needs ${OLDEST.major}.${OLDEST.minor} or newer`,
    'Upgrade Qdrant one minor version at a time, after a backup.',
  );
}
