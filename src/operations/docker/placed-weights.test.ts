import { beforeEach, describe, expect, it } from 'vitest';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { type FakeEngine, fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { tarOfFiles } from '../../engine/execute/tar-of-files.ts';
import { labelNames } from '../../stack/labels.ts';
import { areWeightsPlaced } from './placed-weights.ts';

describe('weights of which this gecko knows nothing yet', () => {
  let engine: FakeEngine;
  beforeEach(() => {
    engine = fakeEngine({ clock: fakeClock(), images: { image: {} } });
  });
  const mount = async (name: string, target: string, labels: Record<string, string> = {}) =>
    engine.createContainer({
      ...containerSpec(name, 'image'),
      labels: { [labelNames.project]: 'gecko', ...labels },
      mounts: [{ type: 'volume', source: 'gecko_models', target, readOnly: false }],
    });
  const put = async (id: string, folder: string, ...names: string[]) => {
    const files = names.map((name) => ({ name, content: 'weights' }));
    await engine.putArchive(id, folder, tarOfFiles(files, null), new AbortController().signal);
  };
  const backend = { [labelNames.service]: 'rag' };
  const isPlaced = async () =>
    areWeightsPlaced('/nowhere', 'gecko_models', await engine.snapshot('gecko'), engine);

  it('are placed where a backend has both files', async () => {
    await put(
      await mount('gecko-rag-1', '/models', backend),
      '/models',
      'model.onnx',
      'tokenizer.json',
    );
    expect(await isPlaced()).toBe(true);
  });

  it('are not where a backend has the first only, for the rest did not come', async () => {
    await put(await mount('gecko-rag-1', '/models', backend), '/models', 'model.onnx');
    expect(await isPlaced()).toBe(false);
  });

  it('are not where only the container of a killed run has them (row 8)', async () => {
    const id = await mount('gecko_models-hold-1', '/volume');
    await put(id, '/volume', 'model.onnx', 'tokenizer.json');
    expect(await isPlaced()).toBe(false);
  });
});
