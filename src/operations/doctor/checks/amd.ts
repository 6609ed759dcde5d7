import { findObstacle } from '../../../proof/find-obstacle.ts';
import { amdOption } from '../../../stack/amd-option.ts';
import { cardCheck } from '../card-check.ts';

/** /dev/kfd and render nodes are there and may be used, and ROCm supports the GPU. */
export const amd = cardCheck({
  id: 'amd',
  title: 'AMD GPUs',
  profile: 'gpu-amd',
  seen: ({ amd }) => amd,
  option: amdOption,
  obstacle: (input) => findObstacle('gpu-amd', input),
  evidence: ({ amd }, { rootless, usernsRemap }) => {
    if (amd.state !== 'found') return [];
    const { gpus, kfd } = amd.facts;
    const nodes = [kfd, ...gpus.flatMap(({ renderNode }) => renderNode ?? [])];
    return [
      ...gpus.map(
        ({ name, gfx }) => `${name ?? 'AMD GPU'}, ${gfx ?? 'its kernel does not name it'}`,
      ),
      ...nodes.map(({ path, gid, mode }) => `${path}: group ${gid}, mode ${mode.toString(8)}`),
      `Engine: ${rootless ? 'without root' : 'with root'}${usernsRemap ? ', remaps users' : ''}`,
    ];
  },
});
