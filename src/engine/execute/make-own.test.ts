import { describe, expect, it } from 'vitest';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { ownerLabels } from '../../stack/labels.ts';
import { makeContainer, makeNetwork } from './make-own.ts';

function labelsOf(projectId: string) {
  return ownerLabels({ project: 'gecko', projectId, version: '1.0.0', createdBy: 'a@b' });
}
const own = labelsOf('own');
const taken = { code: 'NAME_TAKEN' };
const engineWithImage = () => fakeEngine({ clock: fakeClock(), images: { any: {} } });

describe('makeNetwork', () => {
  const spec = { name: 'gecko-external', internal: false, labels: own };

  it('takes the one that a killed gecko had asked for', async () => {
    const engine = engineWithImage();
    const id = await engine.createNetwork(spec);
    await makeNetwork(engine, spec);
    expect(await engine.network(spec.name)).toMatchObject({ id });
  });

  it.each([
    ['of another project', { labels: labelsOf('other') }],
    ['of nobody', { labels: {} }],
    ['with another way out', { internal: true }],
  ])('refuses one %s', async (_, more) => {
    const engine = engineWithImage();
    await engine.createNetwork({ ...spec, ...more });
    await expect(makeNetwork(engine, spec)).rejects.toMatchObject(taken);
  });
});

describe('makeContainer', () => {
  const spec = { ...containerSpec('gecko-web-1', 'any'), labels: own };

  it('makes it in the place of the one that a killed gecko had asked for', async () => {
    const engine = engineWithImage();
    const late = await engine.createContainer(spec);
    await makeContainer(engine, spec);
    const found = await engine.container(spec.name);
    expect(found).toMatchObject({ status: 'created', labels: own });
    expect(found?.id).not.toBe(late);
  });

  it('leaves one alone that is started just now', async () => {
    const engine = engineWithImage();
    await engine.createContainer(spec);
    const { container } = engine;
    engine.container = async (name) => {
      const found = await container(name);
      await engine.startContainer(name);
      return found;
    };
    await expect(makeContainer(engine, spec)).rejects.toThrow('is running');
    expect(await container(spec.name)).toMatchObject({ status: 'running' });
  });

  it('refuses one of another project, and one that runs', async () => {
    const engine = engineWithImage();
    await engine.createContainer({ ...spec, labels: labelsOf('other') });
    await expect(makeContainer(engine, spec)).rejects.toMatchObject(taken);
    await engine.removeContainer(spec.name, { force: true });
    await engine.startContainer(await engine.createContainer(spec));
    await expect(makeContainer(engine, spec)).rejects.toMatchObject(taken);
    expect(await engine.container(spec.name)).toMatchObject({ status: 'running' });
  });
});
