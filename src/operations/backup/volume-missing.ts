import type { Snapshot } from '../../engine/engine.ts';
import { exitCodes, GeckoError } from '../../errors.ts';

/** The engine would make one of that name that is empty. */
export function volumeMissing(name: string, { volumes, foreign }: Snapshot): GeckoError {
  const all = [...volumes, ...foreign.volumes].map((one) => one.name);
  const near = all.filter((one) => one.endsWith(`_${name}`) || one.includes(name));
  return new GeckoError('VOLUME_MISSING', `The engine has no volume ${name}`, {
    exitCode: exitCodes.nothing,
    hint:
      near.length > 0
        ? `Compose puts the name of its project before those of its volumes. There is: ${near.slice(0, 5).join(', ')}`
        : 'docker volume ls shows the names.',
    details: { volume: name, near },
  });
}
