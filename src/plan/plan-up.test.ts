import { describe, expect, it } from 'vitest';
import { forEach, imageOf, nothing, owner, running, stackOf } from '../../test/fakes/stack.ts';
import type { Snapshot } from '../engine/engine.ts';
import type { ContainerState } from '../engine/objects.ts';
import { labelNames, ownerLabels } from '../stack/labels.ts';
import { noDevices } from '../stack/profile.ts';
import type { ResolvedStack } from '../stack/stack.ts';
import { formatPlan } from './format-plan.ts';
import { planImages } from './plan-images.ts';
import { planUp, type UpOptions } from './plan-up.ts';
import type { Plan } from './step.ts';

const options: UpOptions = {
  services: [],
  forceRecreate: false,
  models: ['llama3:latest'],
  weightsPlaced: true,
};

/** The snapshot with one container otherwise. */
function changed(seen: Snapshot, name: string, changes: Partial<ContainerState>): Snapshot {
  return {
    ...seen,
    containers: seen.containers.map((one) => (one.name === name ? { ...one, ...changes } : one)),
  };
}

/** Every step comes after those that it waits for. */
function expectOrdered({ steps }: Plan): void {
  const ids = steps.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, after } of steps)
    for (const before of after.filter((one) => ids.includes(one)))
      expect(ids.indexOf(before), `${id} after ${before}`).toBeLessThan(ids.indexOf(id));
}

describe('planUp', () => {
  it('makes everything where nothing is there', () => {
    const plan = planUp(stackOf(), nothing, { ...options, models: null, weightsPlaced: false });
    expectOrdered(plan);
    expect(formatPlan(plan)).toMatchInlineSnapshot(`
      "network.create gecko-internal       no route out
      network.create gecko-external       the way out
      volume.create gecko_qdrant_storage  data stays in it
      volume.create gecko_ollama_storage  data stays in it
      volume.create gecko_models          data stays in it
      volume.create gecko_web_config      configuration
      volume.create gecko_qdrant_config   configuration
      volume.create gecko_rag_config      configuration
      volume.create gecko_qa_config       configuration
      weights.put gecko_models            the backends embed with them
      volume.put gecko_web_config         configuration of web
      container.create gecko-web-1        web is not there
      container.start gecko-web-1         new
      wait.healthy gecko-web-1            until it answers
      volume.put gecko_qdrant_config      configuration of qdrant
      container.create gecko-qdrant-1     qdrant is not there
      container.start gecko-qdrant-1      new
      container.create gecko-ollama-1     ollama is not there
      container.start gecko-ollama-1      new
      volume.put gecko_rag_config         configuration of rag
      container.create gecko-rag-1        rag is not there
      container.start gecko-rag-1         new
      volume.put gecko_qa_config          configuration of qa
      container.create gecko-qa-1         qa is not there
      container.start gecko-qa-1          new
      door.reload gecko-web-1             it looks the new addresses up
      wait.healthy gecko-qdrant-1         until it answers
      wait.healthy gecko-ollama-1         until it answers
      wait.healthy gecko-rag-1            until it answers
      wait.healthy gecko-qa-1             until it answers
      model.pull llama3                   where Ollama lacks it"
    `);
  });

  it('has nothing to do where everything runs as it is wanted', () => {
    const stack = stackOf();
    expect(planUp(stack, running(stack), options).steps).toEqual([]);
  });

  it('makes anew what a changed setting touches, and nothing else (row 29)', () => {
    const plan = planUp(
      stackOf({ services: { qa: { env: { LOG: 'debug' } } } }),
      running(stackOf()),
      options,
    );
    expectOrdered(plan);
    expect(formatPlan(plan)).toMatchInlineSnapshot(`
      "volume.put gecko_qa_config   configuration of qa
      container.stop gecko-qa-1    changed: environment LOG
      container.remove gecko-qa-1  changed: environment LOG
      container.create gecko-qa-1  changed: environment LOG
      container.start gecko-qa-1   new
      door.reload gecko-web-1      it looks the new addresses up
      wait.healthy gecko-qa-1      until it answers"
    `);
  });

  it('says so where a container of an older version does not tell what it was made of', () => {
    const seen = running(stackOf());
    const old = changed(seen, 'gecko-qa-1', {
      labels: Object.fromEntries(
        Object.entries(
          seen.containers.find(({ name }) => name === 'gecko-qa-1')?.labels ?? {},
        ).filter(([name]) => name !== labelNames.configParts),
      ),
    });
    const causes = (wanted: ResolvedStack) =>
      planUp(wanted, old, options).steps.flatMap(({ kind, cause }) =>
        kind === 'container.create' ? [cause] : [],
      );
    expect(causes(stackOf())).toEqual([]);
    const env = { A: '1', B: '2', C: '3', D: '4', E: '5', F: '6' };
    expect(causes(stackOf({ services: { qa: { env }, rag: { env } } }))).toEqual([
      'changed: environment A, environment B, environment C, environment D and 2 more',
      'its image or settings differ',
    ]);
  });

  it('names the token where that was rotated, of which every hash is made', () => {
    const before = stackOf();
    const seen = running(before);
    const made = {
      ...seen,
      containers: seen.containers.map((one) => ({
        ...one,
        labels: { ...one.labels, [labelNames.keyId]: before.keyId },
      })),
    };
    const { steps } = planUp(stackOf({}, { secret: 'rotated' }), made, options);
    const causes = steps.flatMap((one) => (one.kind === 'container.create' ? [one.cause] : []));
    expect(new Set(causes)).toEqual(new Set(["changed: the project's token"]));
  });

  it('makes anew what has another image (row 29)', () => {
    const stack = stackOf(
      {},
      { images: forEach((name) => imageOf(name, name === 'qdrant' ? 'sha256:newer' : undefined)) },
    );
    const plan = planUp(stack, running(stackOf()), options);
    expect(plan.steps.map(({ id }) => id)).toEqual([
      'volume.put gecko_qdrant_config',
      'container.stop gecko-qdrant-1',
      'container.remove gecko-qdrant-1',
      'container.create gecko-qdrant-1',
      'container.start gecko-qdrant-1',
      'door.reload gecko-web-1',
      'wait.healthy gecko-qdrant-1',
    ]);
  });

  it('makes only the door anew where a port changed, and only Ollama where the GPU did (row 29)', () => {
    const created = (wanted: ResolvedStack) =>
      planUp(wanted, running(stackOf()), options).steps.flatMap((one) =>
        one.kind === 'container.create' ? [one.service] : [],
      );
    expect(created(stackOf({ ports: { qdrant: 16_333 } }))).toEqual(['web']);
    const nvidia = { kind: 'nvidia' as const, count: 1, ids: [] };
    const gpu = { ...noDevices, profile: 'gpu-nvidia' as const, devices: [nvidia] };
    expect(created(stackOf({}, { hardware: gpu }))).toEqual(['ollama']);
  });

  it('makes nothing of a volume that is there, whatever changes (row 29)', () => {
    const wanted = stackOf({ ports: { rag: 1 }, services: { qdrant: { env: { A: 'b' } } } });
    const { steps, destructive } = planUp(wanted, running(stackOf()), {
      ...options,
      forceRecreate: true,
    });
    const kinds = new Set(steps.map(({ kind }) => kind));
    expect(kinds.has('volume.create') || kinds.has('volume.remove')).toBe(false);
    expect(destructive).toEqual([]);
  });

  it('makes a container anew that is not in all of its networks (row 3)', () => {
    const stack = stackOf();
    const half = changed(running(stack), 'gecko-web-1', {
      networks: [{ name: 'gecko-internal', address: null }],
    });
    const plan = planUp(stack, half, options);
    expectOrdered(plan);
    expect(formatPlan(plan)).toContain(
      'container.create gecko-web-1  it is not in the network gecko-external',
    );
  });

  it('makes a network of its own anew whose settings changed, with what is in it (row 25)', () => {
    const stack = stackOf();
    const seen = running(stack);
    const open = {
      ...seen,
      networks: seen.networks.map((one) =>
        one.name === 'gecko-external' ? { ...one, internal: true } : one,
      ),
    };
    const plan = planUp(stack, open, options);
    const stops = planUp(stack, open, { ...options, stopSeconds: 3 }).steps;
    expect(stops.flatMap((one) => ('seconds' in one ? [one.seconds] : []))).toEqual([3, 3]);
    expectOrdered(plan);
    expect(formatPlan(plan)).toMatchInlineSnapshot(`
      "volume.put gecko_web_config      configuration of web
      container.stop gecko-ollama-1    made anew: gecko-external
      container.remove gecko-ollama-1  made anew: gecko-external
      container.stop gecko-web-1       made anew: gecko-external
      container.remove gecko-web-1     made anew: gecko-external
      network.remove gecko-external    its settings differ
      network.create gecko-external    the way out
      container.create gecko-web-1     web is not there
      container.start gecko-web-1      new
      wait.healthy gecko-web-1         until it answers
      container.create gecko-ollama-1  ollama is not there
      container.start gecko-ollama-1   new
      door.reload gecko-web-1          it looks the new addresses up
      wait.healthy gecko-ollama-1      until it answers"
    `);
    const ofOne = planUp(stack, open, { ...options, services: ['qa'] });
    expect(formatPlan(ofOne)).toBe(formatPlan(plan));
  });

  it('makes anew what was in a network that is gone (row 25)', () => {
    const stack = stackOf();
    const seen = running(stack);
    const gone = { ...seen, networks: seen.networks.filter(({ internal }) => internal) };
    const plan = planUp(stack, gone, options);
    expectOrdered(plan);
    const ids = plan.steps.map(({ id }) => id);
    expect(ids.filter((id) => /^(network|container\.create)/.test(id))).toEqual([
      'network.create gecko-external',
      'container.create gecko-web-1',
      'container.create gecko-ollama-1',
    ]);
  });

  it('stops what is paused, and starts it again', () => {
    const stack = stackOf();
    const seen = changed(running(stack), 'gecko-qa-1', { status: 'paused' });
    const plan = planUp(stack, seen, { ...options, stopSeconds: 3 });
    expectOrdered(plan);
    expect(formatPlan(plan)).toMatchInlineSnapshot(`
      "container.stop gecko-qa-1   it is paused
      container.start gecko-qa-1  it was paused
      door.reload gecko-web-1     it looks the new addresses up
      wait.healthy gecko-qa-1     until it answers"
    `);
    expect(plan.steps.find(({ kind }) => kind === 'container.start')?.after[0]).toBe(
      'container.stop gecko-qa-1',
    );
  });

  it('starts what was stopped, makes what was removed, and waits for what is not healthy', () => {
    const stack = stackOf();
    const seen = changed(
      changed(running(stack), 'gecko-qa-1', { status: 'exited' }),
      'gecko-ollama-1',
      {
        health: 'unhealthy',
      },
    );
    const gone = {
      ...seen,
      containers: seen.containers.filter(({ name }) => name !== 'gecko-rag-1'),
    };
    expect(formatPlan(planUp(stack, gone, options))).toMatchInlineSnapshot(`
      "volume.put gecko_rag_config   configuration of rag
      container.create gecko-rag-1  rag is not there
      container.start gecko-rag-1   new
      container.start gecko-qa-1    it is exited
      door.reload gecko-web-1       it looks the new addresses up
      wait.healthy gecko-ollama-1   until it answers
      wait.healthy gecko-rag-1      until it answers
      wait.healthy gecko-qa-1       until it answers"
    `);
  });

  it('adds replicas, and takes away those beyond', () => {
    const [one, three] = [1, 3].map((replicas) => stackOf({ services: { rag: { replicas } } }));
    if (!one || !three) throw new Error('two stacks');
    expect(formatPlan(planUp(three, running(one), options))).toMatchInlineSnapshot(`
      "volume.put gecko_rag_config      configuration of rag
      container.create gecko-rag-2     rag is not there
      container.start gecko-rag-2      new
      container.create gecko-rag-3     rag is not there
      container.start gecko-rag-3      new
      door.reload gecko-web-1          it looks the new addresses up
      wait.healthy gecko-rag-2         until it answers
      wait.healthy gecko-rag-3         until it answers
      door.reload gecko-web-1 for rag  it spreads requests over all of them"
    `);
    expect(formatPlan(planUp(one, running(three), options))).toMatchInlineSnapshot(`
      "container.stop gecko-rag-2    1 of rag are wanted
      container.remove gecko-rag-2  1 of rag are wanted
      container.stop gecko-rag-3    1 of rag are wanted
      container.remove gecko-rag-3  1 of rag are wanted"
    `);
  });

  it('replaces replicas one after the other, each once the door knows the one before', () => {
    const [old, wanted] = ['info', 'debug'].map((level) =>
      stackOf({ services: { rag: { replicas: 3, env: { LOG_LEVEL: level } } } }),
    );
    if (!old || !wanted) throw new Error('two stacks');
    const plan = planUp(wanted, running(old), options);
    expectOrdered(plan);
    expect(formatPlan(plan)).toMatchInlineSnapshot(`
      "volume.put gecko_rag_config              configuration of rag
      container.stop gecko-rag-1               changed: environment LOG_LEVEL
      container.remove gecko-rag-1             changed: environment LOG_LEVEL
      container.create gecko-rag-1             changed: environment LOG_LEVEL
      container.start gecko-rag-1              new
      wait.healthy gecko-rag-1                 until it answers
      door.reload gecko-web-1 for gecko-rag-1  it takes it up before the next one ends
      container.stop gecko-rag-2               changed: environment LOG_LEVEL
      container.remove gecko-rag-2             changed: environment LOG_LEVEL
      container.create gecko-rag-2             changed: environment LOG_LEVEL
      container.start gecko-rag-2              new
      wait.healthy gecko-rag-2                 until it answers
      door.reload gecko-web-1 for gecko-rag-2  it takes it up before the next one ends
      container.stop gecko-rag-3               changed: environment LOG_LEVEL
      container.remove gecko-rag-3             changed: environment LOG_LEVEL
      container.create gecko-rag-3             changed: environment LOG_LEVEL
      container.start gecko-rag-3              new
      wait.healthy gecko-rag-3                 until it answers
      door.reload gecko-web-1 for gecko-rag-3  it takes it up before the next one ends"
    `);
    const stops = plan.steps.filter(({ kind }) => kind === 'container.stop');
    const put = 'volume.put gecko_rag_config';
    expect(stops.map(({ after }) => after)).toEqual([
      [put],
      ['door.reload gecko-web-1 for gecko-rag-1', put],
      ['door.reload gecko-web-1 for gecko-rag-2', put],
    ]);
  });

  it('takes services away that the profile has no use for', () => {
    const host = stackOf({}, { hardware: { ...noDevices, profile: 'host' } });
    const ids = planUp(host, running(stackOf()), options).steps.map(({ id }) => id);
    expect(ids).toContain('container.remove gecko-ollama-1');
    expect(ids).toContain('container.create gecko-web-1');
    expect(ids).not.toContain('volume.remove gecko_ollama_storage');
  });

  it('clears away what a killed trial has left, once no container is in it', () => {
    const seen = running(stackOf());
    const [first] = seen.containers;
    const [network] = seen.networks;
    if (!first || !network) throw new Error('a stack');
    const name = 'gecko-external-try-1a2b3c4d';
    const trial: ContainerState = {
      ...first,
      name: 'gecko-web-1-try-1a2b3c4d',
      labels: ownerLabels(owner),
      networks: [{ name, address: null }],
    };
    const left = { ...seen, networks: [...seen.networks, { ...network, name }] };
    const cleared = planUp(
      stackOf(),
      { ...left, containers: [...seen.containers, trial] },
      options,
    );
    expectOrdered(cleared);
    expect(formatPlan(cleared)).toMatchInlineSnapshot(`
      "container.stop gecko-web-1-try-1a2b3c4d     its service is not wanted any more
      container.remove gecko-web-1-try-1a2b3c4d   its service is not wanted any more
      network.remove gecko-external-try-1a2b3c4d  nothing uses it"
    `);
    const foreign = { ...seen.foreign, containers: [{ ...trial, name: 'other', labels: {} }] };
    expect(planUp(stackOf(), { ...left, foreign }, options).steps).toEqual([]);
  });

  it('makes only the services that are named, with those that they need', () => {
    const ids = planUp(stackOf(), nothing, { ...options, services: ['qdrant'] }).steps.map(
      ({ id }) => id,
    );
    expect(ids).toContain('container.create gecko-qdrant-1');
    expect(ids).toContain('container.create gecko-web-1');
    expect(ids).not.toContain('container.create gecko-rag-1');
    expect(ids).not.toContain('model.pull llama3');
  });

  it('loads the model once it is there, unless it is loaded', () => {
    const ids = (seen: Snapshot, isLoaded: boolean, models: string[] | null) => {
      const load = { model: 'llama3', isLoaded };
      const plan = planUp(stackOf(), seen, { ...options, models, load });
      expectOrdered(plan);
      return plan.steps.map(({ id }) => id).filter((id) => id.startsWith('model.'));
    };
    const there = running(stackOf());
    expect(ids(nothing, false, null)).toEqual(['model.pull llama3', 'model.load llama3']);
    expect(ids(there, false, ['llama3:latest'])).toEqual(['model.load llama3']);
    expect(ids(there, true, ['llama3:latest'])).toEqual([]);
  });

  it('loads the model again where the container of Ollama is made anew', () => {
    const stack = stackOf({ services: { ollama: { env: { OLLAMA_DEBUG: '1' } } } });
    const load = { model: 'llama3', isLoaded: true };
    const { steps } = planUp(stack, running(stackOf()), { ...options, load });
    expect(steps.at(-1)).toMatchObject({
      id: 'model.load llama3',
      after: ['model.pull llama3', 'wait.healthy gecko-ollama-1', 'wait.healthy gecko-web-1'],
    });
  });

  it('leaves volumes and networks alone that the user names', () => {
    const ids = planUp(
      stackOf({ network: 'demo', volumes: { qdrant_storage: { name: 'qdrant_storage' } } }),
      nothing,
      options,
    ).steps.map(({ id }) => id);
    expect(ids).not.toContain('volume.create qdrant_storage');
    expect(ids.filter((id) => id.startsWith('network.'))).toEqual([]);
  });
});

describe('planImages', () => {
  it('pulls and builds what is not there, once', () => {
    const stack = stackOf(
      {},
      { images: forEach((name) => imageOf(name, name === 'web' ? undefined : null)) },
    );
    expect(formatPlan(planImages(stack))).toMatchInlineSnapshot(`
      "image.pull qdrant:1          for qdrant; the engine lacks it
      image.pull ollama:1          for ollama; the engine lacks it
      image.build gecko-backend:1  for rag, qa; the engine lacks it"
    `);
  });

  it('pulls and builds what is there, too, where that is asked for', () => {
    expect(
      formatPlan(planImages(stackOf(), { pull: 'always', build: 'missing' })),
    ).toMatchInlineSnapshot(`
        "image.pull web:1     for web; asked for
        image.pull qdrant:1  for qdrant; asked for
        image.pull ollama:1  for ollama; asked for"
      `);
    expect(formatPlan(planImages(stackOf(), { pull: 'missing', build: 'always' }))).toBe(
      'image.build gecko-backend:1  for rag, qa; asked for',
    );
  });
});

describe('planUp as Compose has it', () => {
  const changedQa = stackOf({ services: { qa: { env: { A: 'b' } } } });

  it('leaves containers as they are with noRecreate, and makes what is missing', () => {
    const seen = running(stackOf());
    const noRecreate = { ...options, noRecreate: true };
    expect(formatPlan(planUp(changedQa, seen, noRecreate))).toBe('');
    const lacking = {
      ...seen,
      containers: seen.containers.filter(({ name }) => name !== 'gecko-rag-1'),
    };
    const { steps } = planUp(changedQa, lacking, noRecreate);
    expect(steps.flatMap(({ kind, id }) => (kind === 'container.create' ? [id] : []))).toEqual([
      'container.create gecko-rag-1',
    ]);
  });

  it('makes only what is named with noDeps', () => {
    const asked = { ...options, services: ['rag'], noDeps: true } as const;
    const { steps } = planUp(stackOf(), nothing, asked);
    expect(steps.flatMap(({ kind, id }) => (kind === 'container.create' ? [id] : []))).toEqual([
      'container.create gecko-rag-1',
    ]);
  });

  it('kills what has to go after the seconds that are asked for', () => {
    const { steps } = planUp(changedQa, running(stackOf()), { ...options, stopSeconds: 2 });
    expect(steps.find(({ kind }) => kind === 'container.stop')).toMatchObject({ seconds: 2 });
  });
});
