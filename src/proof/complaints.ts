import type { Cause } from './cause.ts';

/**
 * What lines of Ollama's log mean. Of 0.24 to 0.33 as its source has them (discover/runner.go,
 * discover/cuda_compat.go, discover/amd.go, llm/status.go, docs/troubleshooting.mdx; of llama.cpp
 * ggml-cuda.cu and common/fit.cpp, followed by CUDA's or HIP's own words for the error), and those up to
 * 0.12 that public issues still show. The first that fits counts.
 */
export const complaints: readonly { says: RegExp; cause: Cause }[] = [
  { says: /NVIDIA driver too old|driver version is insufficient/i, cause: 'GPU_DRIVER_OLD' },
  {
    says: /driver\/library version mismatch|forward compatibility was attempted|unsupported display driver|system not yet initialized/i,
    cause: 'GPU_DRIVER',
  },
  // CUDA's 999, which a device that was taken away gives; up to 0.12 by NVML.
  {
    says: /initialize NVML|failed to initialize CUDA: unknown error|looking up nvidia GPU memory|nvml .*999/i,
    cause: 'GPU_LOST',
  },
  { says: /no CUDA-capable device is detected/, cause: 'GPU_NOT_GIVEN' },
  {
    says: /permission problems block access|\/dev\/kfd: permission denied/i,
    cause: 'GPU_GROUPS_WRONG',
  },
  {
    says: /no rocblas support for gfx|amdgpu is not supported|TensileLibrary.*for GPU arch|dropping integrated GPU|compute capability not in compiled|CUDA GPU is too old/i,
    cause: 'GPU_UNSUPPORTED',
  },
  {
    says: /rocm.*discovery before timeout|GPU discovery.*rocm.*(timeout|timed out|deadline exceeded)|failed to initialize ROCm|Could not initialize Tensile host|ROCm error: invalid device function|no compatible rocm library/i,
    cause: 'GPU_ROCM_MISMATCH',
  },
  { says: /user overrode visible devices" (?!HSA_)/, cause: 'GPU_HIDDEN' },
  {
    says: /(cuda|hip)Malloc failed|(CUDA|ROCm) error: out of memory|ErrorOutOfDeviceMemory|insufficient VRAM|cannot meet free memory target|requires more gpu memory|layout did not fit/i,
    cause: 'GPU_MEMORY_SMALL',
  },
];
