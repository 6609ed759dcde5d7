import type { gpuCodes } from '../error-codes/gpu.ts';
import type { profileCodes } from '../error-codes/profile.ts';

/** Why a model does not run on a GPU, as the code that `gecko explain` tells about. */
export type Cause =
  | Exclude<keyof typeof gpuCodes, 'GPU_UNPROVEN'>
  | Extract<
      keyof typeof profileCodes,
      'GPU_MISSING' | 'GPU_DRIVER' | 'GPU_UNSUPPORTED' | 'GPU_NOT_THERE'
    >;
