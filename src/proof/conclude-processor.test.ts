import { describe, expect, it } from 'vitest';
import { conclude, ollamaLog as log } from '../../test/fixtures/conclude-signals.ts';
import { parseLook } from './parse-look.ts';
import type { Signals } from './signals.ts';

const bytes = 5e9;
const all = { bytes, deviceBytes: bytes };
const none = { bytes, deviceBytes: 0 };
const moved = { grown: 5e9 };
const still = { grown: 2e7 };
const fast = { rate: 90, fastestOnCpu: 23 };
const slow = { rate: 6, fastestOnCpu: 23 };

describe('where a model runs', () => {
  it.each<[string, Partial<Signals>, string]>([
    [
      'everything says the card',
      { reported: all, memory: moved, speed: fast, log: log('on-the-gpu') },
      'gpu',
    ],
    ['two signs say the card', { reported: all, memory: moved }, 'gpu'],
    ['Ollama and the log say the card', { reported: all, log: log('on-the-gpu') }, 'gpu'],
    ['Ollama and the speed say the card', { reported: all, speed: fast }, 'gpu'],
    ['a slow card, and the log', { reported: all, memory: moved, speed: slow }, 'gpu'],
    ['Ollama alone says the card', { reported: all }, 'unproven'],
    ['Ollama says none, on a machine without a card', { reported: none, isCardless: true }, 'cpu'],
    ['Ollama says the card, and the speed is any', { reported: all, speed: slow }, 'unproven'],
    ['only the speed says the card', { speed: fast }, 'unproven'],
    ['Ollama says all, and the memory did not move', { reported: all, memory: still }, 'unproven'],
    [
      'the memory did not move, whatever two others say',
      { reported: all, log: log('on-the-gpu'), memory: still },
      'unproven',
    ],
    ['Ollama says none, and the memory moved', { reported: none, memory: moved }, 'unproven'],
    ['Ollama says none, and it is faster than that', { reported: none, speed: fast }, 'unproven'],
    [
      'all layers in the log, and the weights elsewhere',
      { reported: all, log: log('lost-and-all-layers') },
      'unproven',
    ],
    ['Ollama alone says the CPU', { reported: none }, 'unproven'],
    ['Ollama says the CPU, and the speed fits', { reported: none, speed: slow }, 'cpu'],
    ['Ollama and the memory say the CPU', { reported: none, memory: still }, 'cpu'],
    ['Ollama and the log say the CPU', { reported: none, log: log('on-the-cpu') }, 'cpu'],
    [
      'weights elsewhere, and a memory that did not move',
      { log: log('lost-and-all-layers'), memory: still },
      'cpu',
    ],
    ['nothing can be asked', {}, 'unproven'],
    [
      'the memory grew by a third of it',
      { reported: all, memory: { grown: bytes / 3 } },
      'unproven',
    ],
    [
      'some of the layers',
      { reported: { bytes, deviceBytes: 1e9 }, memory: { grown: 1e9 }, log: log('partly') },
      'partly',
    ],
    [
      'some of the bytes',
      { reported: { bytes, deviceBytes: 3e9 }, memory: { grown: 3e9 } },
      'partly',
    ],
  ])('%s', (_, signals, processor) => {
    expect(conclude(signals).processor).toBe(processor);
  });

  it('names what contradicts what, and takes neither for the truth', () => {
    const { code, isFine, text } = conclude({ reported: all, memory: still });
    expect({ code, isFine }).toEqual({ code: 'GPU_UNPROVEN', isFine: false });
    expect(text).toBe(
      'Whether llama3 runs on the GPU is not proven, for the signs contradict each other: Ollama says that 4.66 GiB of 4.66 GiB is on a card, but the memory of the card grew by 19.1 MiB while the model was loaded',
    );
  });

  it('says what there is to compare and what there is not', () => {
    const { text, evidence } = conclude({ reported: all });
    expect(text).toContain('there is one sign only: Ollama says');
    expect(evidence).toContain('Memory of the card: not compared, for a test');
  });

  it('names the layers of a part, and what makes room', () => {
    const { text, code, mend, layers } = conclude({
      ...{ reported: { bytes, deviceBytes: 1e9 }, memory: { grown: 1e9 }, log: log('partly') },
    });
    expect(text).toMatch(/^llama3 runs partly on the GPU, 5 of 37 layers, because its memory/);
    expect({ code, layers }).toEqual({ code: 'GPU_MEMORY_SMALL', layers: { onCard: 5, all: 37 } });
    expect(mend).toMatchObject({
      by: 'person',
      what: expect.stringContaining('gecko model recommend'),
    });
  });

  it('is content with the CPU where the profile says so, without any sign', () => {
    expect(conclude({ profile: 'cpu' })).toMatchObject({
      ...{ processor: 'cpu', isFine: true, mend: null },
      text: 'llama3 runs on the CPU, as the profile says',
    });
  });

  it('is not content with the CPU where something keeps a card away', () => {
    const obstacle = {
      cause: 'GPU_TOOLKIT_MISSING',
      reason: 'The toolkit is missing',
      mend: 'install it',
    } as const;
    expect(conclude({ profile: 'cpu', obstacle })).toMatchObject({
      ...{ processor: 'cpu', isFine: false, code: 'GPU_TOOLKIT_MISSING' },
      text: 'llama3 runs on the CPU, although there is a card: the toolkit is missing',
      mend: { by: 'person', what: 'install it' },
    });
  });

  it('leaves an Ollama outside of the stack as it is', () => {
    expect(conclude({ profile: 'host', reported: none, speed: slow })).toMatchObject({
      ...{ processor: 'cpu', isFine: true },
    });
    expect(conclude({ profile: 'host', reported: none })).toMatchObject({
      ...{ processor: 'unproven', isFine: true },
    });
    expect(conclude({ profile: 'host', reported: all })).toMatchObject({
      ...{ processor: 'unproven', isFine: false },
    });
  });

  it('tells of a lost card where the rest is not proven, so that it is mended', () => {
    const look = { state: 'lost', said: 'Failed to initialize NVML: Unknown Error' } as const;
    const { processor, code, text, mend } = conclude({
      reported: none,
      log: log('on-the-gpu'),
      look,
    });
    expect({ processor, code, mend }).toEqual({
      ...{ processor: 'unproven', code: 'GPU_LOST', mend: { by: 'recreate' } },
    });
    expect(text).toMatch(/not proven, for .*; in any case its container has lost the card$/);
  });

  it('warns of a card that is used still and cannot be opened again', () => {
    const look = { state: 'lost', said: 'Failed to initialize NVML: Unknown Error' } as const;
    expect(conclude({ reported: all, log: log('on-the-gpu'), look })).toMatchObject({
      ...{ processor: 'gpu', isFine: false, code: 'GPU_LOST', mend: { by: 'recreate' } },
    });
  });
});

describe('why a model is on the CPU', () => {
  const onCpu = { reported: none, memory: still };

  it.each([
    ['driver-old', 'GPU_DRIVER_OLD', /the NVIDIA driver is too old/, /driver 570 or newer/],
    ['driver-updated', 'GPU_DRIVER', /driver of the card does not work/, /Restart the machine/],
    ['lost', 'GPU_LOST', /has lost the card/, 'recreate'],
    ['lost-and-all-layers', 'GPU_LOST', /has lost the card/, 'recreate'],
    ['permission', 'GPU_GROUPS_WRONG', /may not open \/dev\/kfd/, 'recreate'],
    ['gfx', 'GPU_UNSUPPORTED', /does not support the card/, /--profile cpu/],
    ['rocm-timeout', 'GPU_ROCM_MISMATCH', /does not fit the ROCm 7/, /ROCm 7/],
    ['rocm-tensile', 'GPU_ROCM_MISMATCH', /does not fit the ROCm 7/, /ROCm 7/],
    ['memory', 'GPU_MEMORY_SMALL', /memory of the card is too small/, /model recommend/],
    ['on-the-cpu', 'GPU_ON_CPU', /a reason that it does not tell/, 'recreate'],
  ])('by the log %s: %s', (name, cause, because, mend) => {
    const conclusion = conclude({ ...onCpu, log: log(name) });
    expect(conclusion).toMatchObject({ processor: 'cpu', code: cause });
    expect(conclusion.text).toMatch(because);
    expect(conclusion.mend).toMatchObject(
      typeof mend === 'string' ? { by: mend } : { what: expect.stringMatching(mend) },
    );
  });

  it.each([
    [
      { exitCode: 255, stdout: 'Failed to initialize NVML: Unknown Error\n', stderr: '' },
      'GPU_LOST',
    ],
    [
      {
        exitCode: 18,
        stdout: 'Failed to initialize NVML: Driver/library version mismatch\n',
        stderr: '',
      },
      'GPU_DRIVER',
    ],
    [{ exitCode: 127, stdout: '', stderr: 'sh: 1: nvidia-smi: not found\n' }, 'GPU_NOT_GIVEN'],
    [{ exitCode: 6, stdout: 'No devices were found\n', stderr: '' }, 'GPU_NOT_GIVEN'],
    [{ exitCode: 1, stdout: '', stderr: 'tee: /dev/kfd: Permission denied\n' }, 'GPU_GROUPS_WRONG'],
    [{ exitCode: 1, stdout: '', stderr: 'tee: /dev/kfd: Operation not permitted\n' }, 'GPU_LOST'],
    [
      { exitCode: 1, stdout: '', stderr: 'tee: /dev/kfd: No such file or directory\n' },
      'GPU_NOT_GIVEN',
    ],
    [{ exitCode: 0, stdout: '540\n', stderr: '' }, 'GPU_ON_CPU'],
  ])('by what its container shows: %j', (result, cause) => {
    expect(conclude({ ...onCpu, look: parseLook(result) }).code).toBe(cause);
  });

  it('takes what its container shows before what the log says', () => {
    const look = { state: 'lost', said: 'Failed to initialize NVML: Unknown Error' } as const;
    expect(conclude({ ...onCpu, look, log: log('memory') }).code).toBe('GPU_LOST');
  });

  it('takes the command of who knows the machine', () => {
    const obstacle = {
      cause: 'GPU_DRIVER_OLD',
      reason: 'The driver 535 is too old',
      mend: 'install 570',
    } as const;
    expect(conclude({ ...onCpu, log: log('driver-old'), obstacle })).toMatchObject({
      text: 'llama3 runs on the CPU because the driver 535 is too old',
      mend: { by: 'person', what: 'install 570' },
    });
  });
});
