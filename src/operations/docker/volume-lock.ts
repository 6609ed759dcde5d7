import type { Engine } from '../../engine/engine.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { labelNames } from '../../stack/labels.ts';
import type { LockPlace } from '../../state/lock-place.ts';

/**
 * A lock in an empty volume of the engine: whoever asks for one that is there gets that one, with the
 * labels of its maker, so what is read back tells who came first. It belongs to no project's objects.
 * Its calls throw NAME_TAKEN (exit 22) where somebody's own volume has that name.
 */
export function volumeLock(engine: Engine, project: string): LockPlace {
  const at = (key: string) => (key === '' ? `${project}_lock` : `${project}_lock_${key}`);
  const read = async (key: string) => {
    const volume = await engine.volume(at(key));
    if (volume === null) return null;
    const holder = volume.labels[labelNames.lock];
    if (holder === undefined) throw notALock(volume.name, project);
    return holder;
  };
  const create = async (key: string, text: string) => {
    await engine.createVolume(at(key), { [labelNames.lock]: text });
    return (await read(key)) === text;
  };
  const remove = (key: string) => engine.removeVolume(at(key));
  return {
    name: `${at('')} on ${engine.info.address}`,
    kind: 'shared',
    removedBy: `docker volume rm ${at('')}`,
    create,
    read,
    async replace(key, text) {
      await remove(key);
      return create(key, text);
    },
    remove,
  };
}

/** Never removed: it may hold somebody's data. */
function notALock(name: string, project: string): GeckoError {
  return new GeckoError(
    'NAME_TAKEN',
    `The volume ${name} is not gecko's, and has the name of the lock of project ${project}`,
    {
      exitCode: exitCodes.conflict,
      hint: 'Use another project: --project NAME.',
      details: { name },
    },
  );
}
