import { describe, expect, it } from 'vitest';
import { forEach, imageOf, nothing, running, stackOf } from '../../test/fakes/stack.ts';
import type { Snapshot } from '../engine/engine.ts';
import { noDevices } from '../stack/profile.ts';
import type { StackInput } from '../stack/resolve-stack.ts';
import type { ServiceName } from '../stack/service-spec.ts';
import { formatPlan } from './format-plan.ts';
import { planFirst } from './plan-first.ts';
import type { ImagePolicy } from './plan-images.ts';
import { planUp } from './plan-up.ts';

const options = { services: [], forceRecreate: false, models: null, weightsPlaced: true };
const nvidia = { kind: 'nvidia' as const, count: 1, ids: [] };
const gpu = { profile: 'gpu-nvidia' as const, ...noDevices, devices: [nvidia] };
const amd = {
  profile: 'gpu-amd' as const,
  ...noDevices,
  devices: ['/dev/kfd', '/dev/dri'].map((path) => ({ kind: 'device' as const, path })),
  groups: [109],
  securityOptions: ['label=disable'],
};
const host = { profile: 'host' as const, ...noDevices, upstream: 'http://127.0.0.1:11434' };
const noImages = { images: forEach((name) => imageOf(name, null)) };

function firstOf(
  hardware: StackInput['hardware'],
  seen: Snapshot = nothing,
  config: Record<string, unknown> = {},
  more: Partial<StackInput> = {},
) {
  const stack = stackOf(config, { hardware, ...more });
  return planFirst(stack, planUp(stack, seen, options), seen);
}
function trialOf(...input: Parameters<typeof firstOf>) {
  const trial = firstOf(...input).steps.find((step) => step.kind === 'container.try');
  if (trial?.kind !== 'container.try') throw new Error('no trial');
  return trial;
}

describe('planFirst', () => {
  it('tries a GPU out with the door image, before the larger images are pulled', () => {
    const plan = firstOf(gpu, nothing, {}, noImages);
    expect(formatPlan(plan)).toMatchInlineSnapshot(`
      "image.pull web:1              for web; the engine lacks it
      container.try gecko-ollama-1  the engine has to pass the GPU on
      image.pull qdrant:1           for qdrant; the engine lacks it
      image.pull ollama:1           for ollama; the engine lacks it
      image.build gecko-backend:1   for rag, qa; the engine lacks it"
    `);
    const [door, trial, ...others] = plan.steps;
    expect(trial?.after).toEqual([door?.id]);
    for (const { after } of others) expect(after).toEqual([trial?.id]);
  });

  const part = (
    services: readonly ServiceName[],
    more: { noDeps?: boolean; policy?: ImagePolicy } = {},
    stack = stackOf({}, { hardware: gpu, ...noImages }),
  ) => {
    const plan = planUp(stack, nothing, { ...options, services, noDeps: more.noDeps ?? true });
    return planFirst(stack, plan, nothing, more.policy).steps.map(({ id }) => id);
  };

  it('brings the images of what the plan is for, and no others', () => {
    const [web, qdrant] = ['image.pull web:1', 'image.pull qdrant:1'];
    expect(part(['qdrant'], { noDeps: false })).toEqual([web, qdrant]);
    expect(part(['rag'])).toEqual(['image.build gecko-backend:1']);
    const policy = { pull: 'always', build: 'always' } as const;
    expect(part(['qdrant'], { policy }, stackOf())).toEqual([qdrant]);
    expect(part(['rag'], { policy }, stackOf())).toEqual(['image.build gecko-backend:1']);
  });

  it("brings the door's image where it is of use to another", () => {
    const [web, ollama] = ['image.pull web:1', 'image.pull ollama:1'];
    expect(part(['ollama'])).toEqual([web, 'container.try gecko-ollama-1', ollama]);
    const named = stackOf({ volumes: { qdrant_storage: { name: 'mine' } } }, noImages);
    expect(part(['qdrant'], {}, named)).toEqual([web, 'image.pull qdrant:1']);
    expect(part(['rag'], {}, named)).toEqual(['image.build gecko-backend:1']);
  });

  it('tries nothing without a GPU, and none that a container has already', () => {
    expect(firstOf({ profile: 'cpu', ...noDevices }).steps).toEqual([]);
    for (const hardware of [gpu, amd, host])
      expect(firstOf(hardware, running(stackOf({}, { hardware }))).steps).toEqual([]);
  });

  it('tries nothing for a service that is not asked for', () => {
    const stack = stackOf({}, { hardware: gpu });
    const plan = planUp(stack, nothing, { ...options, services: ['qdrant'] });
    expect(planFirst(stack, plan, nothing).steps).toEqual([]);
  });

  it('gives the trial the devices, the groups and no more', () => {
    expect(trialOf(amd).spec).toMatchObject({
      image: 'sha256:web',
      user: '0:0',
      entrypoint: ['tee'],
      command: ['-a', '/dev/kfd'],
      devices: amd.devices,
      groups: [109],
      securityOptions: ['label=disable'],
      dropCapabilities: true,
      readOnlyRoot: true,
      networks: 'none',
      mounts: [],
      ports: [],
      health: null,
      restart: 'no',
    });
    expect(trialOf(gpu).spec).toMatchObject({ entrypoint: ['true'], command: [] });
  });

  it("asks the host's Ollama the way the door will, from a network like its way out", () => {
    const { spec, network } = trialOf(host);
    expect(spec).toMatchObject({
      image: 'sha256:web',
      entrypoint: ['wget'],
      command: ['-q', '-O', '/dev/null', 'http://host.docker.internal:11434/api/version'],
      extraHosts: [{ name: 'host.docker.internal', address: 'host-gateway' }],
      user: '1000:1000',
      dropCapabilities: true,
      readOnlyRoot: true,
      mounts: [],
      ports: [],
    });
    expect(network).toMatchObject({ name: 'gecko-external', internal: false });
    expect(spec.labels).toHaveProperty(['dev.gecko.project'], 'gecko');
    expect(spec.labels).not.toHaveProperty(['dev.gecko.service']);
  });

  it('uses a network that is there, without the names of the door', () => {
    const there = trialOf(host, running(stackOf()));
    expect(there.spec.networks).toEqual([{ name: 'gecko-external', aliases: [] }]);
    expect(there.network).toBeNull();
    const own = trialOf(host, nothing, { network: 'demo' });
    expect(own.spec.networks).toEqual([{ name: 'demo', aliases: [] }]);
    expect(own.network).toBeNull();
  });

  it("needs no way to the host's Ollama where the configuration names another", () => {
    const generator = { kind: 'ollama', url: 'http://models.example:11434' };
    expect(firstOf(host, nothing, { generator }).steps).toEqual([]);
  });
});
