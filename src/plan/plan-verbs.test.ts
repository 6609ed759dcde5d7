import { describe, expect, it } from 'vitest';
import { nothing, owner, running, stackOf } from '../../test/fakes/stack.ts';
import { ownerLabels } from '../stack/labels.ts';
import { formatPlan } from './format-plan.ts';
import { planDown } from './plan-down.ts';
import { planAnswering, planRestart, planStart, planStop } from './plan-verbs.ts';
import type { Plan } from './step.ts';

const seen = running(stackOf());

describe('planDown', () => {
  it('ends what was started last first, and keeps the volumes', () => {
    const plan = planDown(seen, { volumes: false });
    expect(formatPlan(plan)).toMatchInlineSnapshot(`
      "container.stop gecko-qa-1        down
      container.remove gecko-qa-1      down
      container.stop gecko-rag-1       down
      container.remove gecko-rag-1     down
      container.stop gecko-ollama-1    down
      container.remove gecko-ollama-1  down
      container.stop gecko-qdrant-1    down
      container.remove gecko-qdrant-1  down
      container.stop gecko-web-1       down
      container.remove gecko-web-1     down
      network.remove gecko-internal    down
      network.remove gecko-external    down
      note: kept: gecko_qdrant_storage, gecko_ollama_storage, gecko_models"
    `);
    expect(plan.destructive).toEqual([]);
    expect(plan.steps.find(({ id }) => id === 'container.stop gecko-qdrant-1')?.after).toEqual([
      'container.stop gecko-rag-1',
      'container.stop gecko-qa-1',
    ]);
  });

  it('gives each container its own time to end, or the one that is asked for', () => {
    const times = (plan: Plan) =>
      plan.steps.flatMap((one) => ('seconds' in one ? [one.seconds] : []));
    expect(new Set(times(planDown(seen, { volumes: false }))).size).toBeGreaterThan(1);
    for (const plan of [
      planDown(seen, { volumes: false, seconds: 3 }),
      planStop(seen, [], 3),
      planRestart(seen, [], 3),
    ])
      expect(times(plan)).toEqual([3, 3, 3, 3, 3]);
    expect(times(planStop(seen, ['rag'], 0))).toEqual([0]);
  });

  it('lets only the store wait for others, and a network for who is in it', () => {
    const inNetworks: typeof seen = {
      ...seen,
      containers: seen.containers.map((one) => ({
        ...one,
        networks: [
          { name: 'gecko-internal', address: null },
          ...(/web|ollama/.test(one.name) ? [{ name: 'gecko-external', address: null }] : []),
        ],
      })),
    };
    const { steps } = planDown(inNetworks, { volumes: false });
    const waiting = steps.filter(
      ({ kind, after }) => kind === 'container.stop' && after.length > 0,
    );
    expect(waiting.map(({ id }) => id)).toEqual(['container.stop gecko-qdrant-1']);
    expect(steps.find(({ id }) => id === 'network.remove gecko-external')?.after).toEqual([
      'container.remove gecko-web-1',
      'container.remove gecko-ollama-1',
    ]);
  });

  it('says which volumes are lost', () => {
    const plan = planDown(seen, { volumes: true });
    expect(plan.destructive).toContain('gecko_qdrant_storage');
    expect(plan.steps.at(-1)).toMatchObject({
      kind: 'volume.remove',
      after: expect.arrayContaining(['container.remove gecko-qdrant-1']),
    });
  });

  it('has nothing to do where nothing is', () => {
    expect(planDown(nothing, { volumes: true }).steps).toEqual([]);
  });
});

describe('stop, start and restart', () => {
  it('leave alone what belongs to no service', () => {
    const [first] = seen.containers;
    if (!first) throw new Error('a stack');
    const left = { ...first, name: 'gecko-web-1-try-1a2b3c4d', labels: ownerLabels(owner) };
    for (const plan of [planStop, planRestart])
      expect(plan({ ...seen, containers: [left] }, []).steps).toEqual([]);
    const ended = { ...seen, containers: [{ ...left, status: 'exited' as const }] };
    expect(planStart(ended, []).steps).toEqual([]);
  });

  it('touch the services that are named', () => {
    expect(formatPlan(planStop(seen, ['rag', 'ollama']))).toMatchInlineSnapshot(`
      "container.stop gecko-rag-1     stop
      container.stop gecko-ollama-1  stop"
    `);
    expect(formatPlan(planRestart(seen, ['qa']))).toMatchInlineSnapshot(`
      "container.restart gecko-qa-1  restart
      wait.healthy gecko-qa-1       until it answers"
    `);
  });

  it.each(['restarting', 'paused'] as const)('stop what is %s, too', (status) => {
    const containers = seen.containers.map((one) => ({ ...one, status }));
    expect(planStop({ ...seen, containers }, []).steps).toHaveLength(seen.containers.length);
  });

  it('start what is paused by way of its end: an engine starts no paused container', () => {
    const containers = seen.containers.map((one) =>
      one.name === 'gecko-qa-1' ? { ...one, status: 'paused' as const } : one,
    );
    const plan = planStart({ ...seen, containers }, []);
    expect(formatPlan(plan)).toMatchInlineSnapshot(`
      "container.stop gecko-qa-1   it is paused
      container.start gecko-qa-1  start
      wait.healthy gecko-qa-1     until it answers"
    `);
    expect(plan.steps[1]?.after[0]).toBe('container.stop gecko-qa-1');
  });

  it('wait for what runs, too, where all has to answer', () => {
    const containers = seen.containers
      .filter(({ name }) => /qdrant|rag/.test(name))
      .map((one) => (/rag/.test(one.name) ? { ...one, status: 'exited' as const } : one));
    expect(formatPlan(planAnswering({ ...seen, containers }))).toMatchInlineSnapshot(`
      "container.start gecko-rag-1  start
      wait.healthy gecko-rag-1     until it answers
      wait.healthy gecko-qdrant-1  until it answers"
    `);
  });

  it('start only what does not run, in the order of the catalog', () => {
    expect(planStart(seen, []).steps).toEqual([]);
    const stopped = {
      ...seen,
      containers: seen.containers.map((one) => ({ ...one, status: 'exited' as const })),
    };
    const { steps } = planStart(stopped, []);
    expect(steps.map(({ id }) => id)).toMatchInlineSnapshot(`
      [
        "container.start gecko-web-1",
        "wait.healthy gecko-web-1",
        "container.start gecko-qdrant-1",
        "wait.healthy gecko-qdrant-1",
        "container.start gecko-ollama-1",
        "wait.healthy gecko-ollama-1",
        "container.start gecko-rag-1",
        "wait.healthy gecko-rag-1",
        "container.start gecko-qa-1",
        "wait.healthy gecko-qa-1",
      ]
    `);
    expect(steps.find(({ id }) => id === 'container.start gecko-rag-1')?.after).toEqual([
      'container.start gecko-web-1',
      'container.start gecko-qdrant-1',
      'container.start gecko-ollama-1',
    ]);
  });
});
