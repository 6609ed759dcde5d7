import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseOllamaLog } from './parse-ollama-log.ts';

/** Of test/fixtures/ollama-log, whose README names the sources. */
function read(name: string) {
  const file = new URL(`../../test/fixtures/ollama-log/${name}.txt`, import.meta.url);
  return parseOllamaLog(readFileSync(file, 'utf8').split('\n'));
}

describe('a log of Ollama', () => {
  it('names the card, its memory, the layers on it, and the weights of the last load', () => {
    const { cards, layers, weights, complaints } = read('on-the-gpu');
    expect(cards).toEqual([
      {
        library: 'CUDA',
        name: 'NVIDIA GeForce RTX 4090',
        total: 24 * 2 ** 30,
        available: 23 * 2 ** 30,
      },
    ]);
    expect(layers).toEqual({ onCard: 33, all: 33 });
    expect(weights?.onCard).toBeCloseTo(4155.99 * 2 ** 20);
    expect(weights?.inMemory).toBeCloseTo(281.81 * 2 ** 20);
    expect(complaints).toEqual([]);
  });

  it('reads what was logged on a real card', () => {
    const card = { library: 'CUDA', name: 'NVIDIA H100 80GB HBM3', total: 79.2 * 2 ** 30 };
    expect(read('h100-580.159-on-the-gpu')).toMatchObject({
      cards: [{ ...card, available: 78.7 * 2 ** 30 }],
      layers: { onCard: 31, all: 31 },
      weights: { onCard: 92.17 * 2 ** 20, inMemory: 28.69 * 2 ** 20 },
      complaints: [],
    });
    expect(read('h100-580.159-partly')).toMatchObject({
      cards: [card],
      layers: { onCard: 13, all: 33 },
      weights: { onCard: 2856.39 * 2 ** 20, inMemory: 4624.62 * 2 ** 20 },
    });
    expect(read('h100-580.159-full')).toMatchObject({
      cards: [card],
      layers: { onCard: 0, all: 33 },
      weights: { onCard: 0, inMemory: 7481.02 * 2 ** 20 },
    });
    expect(read('h100-580.159-hidden')).toMatchObject({
      ...{ cards: [], layers: null, weights: { onCard: 0, inMemory: 92.1 * 2 ** 20 } },
    });
    expect(read('h100-580.159-lost')).toMatchObject({
      ...{ cards: [card], layers: null, weights: { onCard: 0, inMemory: 92.1 * 2 ** 20 } },
    });
  });

  it('takes no card for hidden where the environment chose one that was found', () => {
    const chosen = 'level=WARN msg="user overrode visible devices" CUDA_VISIBLE_DEVICES=0';
    const compute = 'msg="inference compute" library=CUDA name=CUDA0';
    expect(parseOllamaLog([chosen, compute]).complaints).toEqual([]);
    const version = 'level=WARN msg="user overrode visible devices" HSA_OVERRIDE_GFX_VERSION=11';
    expect(parseOllamaLog([version, 'msg="inference compute" library=cpu']).complaints).toEqual([]);
  });

  it('tells AMD from NVIDIA', () => {
    expect(read('on-the-amd-gpu').cards).toMatchObject([{ library: 'ROCm' }]);
  });

  it('has some of the layers where not all fit', () => {
    expect(read('partly').layers).toEqual({ onCard: 5, all: 37 });
  });

  it('has no card where Ollama found none', () => {
    expect(read('on-the-cpu')).toMatchObject({
      cards: [],
      layers: null,
      weights: { onCard: 0, inMemory: 92.1 * 2 ** 20 },
    });
  });

  it('tells that the weights are not on the card, although the layers are said to be', () => {
    expect(read('lost-and-all-layers')).toMatchObject({
      layers: { onCard: 29, all: 29 },
      weights: { onCard: 0 },
    });
  });

  it('reads the lines of a runner that is not llama.cpp', () => {
    expect(read('driver-updated')).toMatchObject({
      layers: { onCard: 0, all: 33 },
      weights: { onCard: 0, inMemory: 6.1 * 2 ** 30 },
    });
  });

  it.each([
    ['driver-old', 'GPU_DRIVER_OLD'],
    ['driver-updated', 'GPU_DRIVER'],
    ['lost', 'GPU_LOST'],
    ['lost-and-all-layers', 'GPU_NOT_GIVEN'],
    ['permission', 'GPU_GROUPS_WRONG'],
    ['gfx', 'GPU_UNSUPPORTED'],
    ['rocm-timeout', 'GPU_ROCM_MISMATCH'],
    ['rocm-tensile', 'GPU_ROCM_MISMATCH'],
    ['memory', 'GPU_MEMORY_SMALL'],
    ['h100-580.159-full', 'GPU_MEMORY_SMALL'],
    ['h100-580.159-hidden', 'GPU_HIDDEN'],
    ['h100-580.159-lost', 'GPU_NOT_GIVEN'],
  ])('of %s complains of %s', (name, cause) => {
    expect(read(name).complaints.map((complaint) => complaint.cause)).toContain(cause);
  });

  it.each([
    [
      'time=T level=WARN source=gpu.go:448 msg="error looking up nvidia GPU memory" error="unknown error"',
      'GPU_LOST',
    ],
    [
      'time=T level=INFO source=gpu.go:249 msg="Unable to load CUDA management library: nvml vram init failure: 999"',
      'GPU_LOST',
    ],
    ['ggml_cuda_init: failed to initialize CUDA: system not yet initialized', 'GPU_DRIVER'],
    [
      'ggml_cuda_init: failed to initialize ROCm: no ROCm-capable device is detected',
      'GPU_ROCM_MISMATCH',
    ],
    [
      'rocBLAS error: Cannot read /usr/lib/ollama/rocm/rocblas/library/TensileLibrary.dat: Illegal seek for GPU arch : gfx1103',
      'GPU_UNSUPPORTED',
    ],
    [
      'time=T level=INFO source=llama_server.go:299 msg="skipping CUDA device — compute capability not in compiled architectures" device="Tesla K80" cc=370',
      'GPU_UNSUPPORTED',
    ],
    [
      'time=T level=INFO source=runner.go:405 msg="dropping integrated GPU; to enable, set OLLAMA_IGPU_ENABLE=1" library=ROCm',
      'GPU_UNSUPPORTED',
    ],
    [
      'time=T level=DEBUG source=server.go:1092 msg="insufficient VRAM to load any model layers"',
      'GPU_MEMORY_SMALL',
    ],
    [
      'time=T level=INFO source=runner.go:462 msg="failure during GPU discovery" OLLAMA_LIBRARY_PATH="[/usr/lib/ollama /usr/lib/ollama/rocm]" error="failed to finish discovery before timeout"',
      'GPU_ROCM_MISMATCH',
    ],
  ])('takes %s for what it is', (line, cause) => {
    expect(parseOllamaLog([line]).complaints).toEqual([{ cause, line }]);
  });

  it('knows nothing of a library for CUDA whose discovery was late', () => {
    const line =
      'msg="failure during GPU discovery" OLLAMA_LIBRARY_PATH="[/usr/lib/ollama /usr/lib/ollama/cuda_v13]" error="failed to finish discovery before timeout"';
    expect(parseOllamaLog([line]).complaints).toEqual([]);
  });

  it('forgets what was before the last start, and of a load what was before the last one', () => {
    const before = [
      'msg="inference compute" id=cpu library=cpu',
      'load_tensors: offloaded 1/2 layers to GPU',
    ];
    expect(parseOllamaLog([...before, 'level=INFO msg="server config" env="map[]"'])).toEqual(
      parseOllamaLog([]),
    );
    const { cards, layers } = parseOllamaLog([
      ...before,
      'level=INFO msg="starting llama-server" cmd=x',
    ]);
    expect({ cards, layers }).toEqual({ cards: [], layers: null });
  });
});
