import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomNumbers } from '../fixtures/random-numbers.ts';
import { drawKillPoint, type KillingEngine, killingEngine } from './kill-at-call.ts';
import { type OldComposeStack, oldComposeStack } from './old-stack.ts';
import { until } from './sandbox.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** Kill points, drawn by seed; `GECKO_TEST_KILLS` asks for more. */
const rounds = Number(process.env.GECKO_TEST_KILLS ?? 2);
const seed = Number(process.env.GECKO_TEST_SEED ?? 1);
const project = 'killa';
const old = ['flutter-frontend', 'langchain-backend', 'langchain-backend-qa', 'ollama', 'qdrant'];
const own = ['ollama-1', 'qa-1', 'qdrant-1', 'rag-1', 'web-1'];

/** About how many calls of the engine change something while it moves in. */
let calls = 90;

describe.skipIf(!process.env.GECKO_TEST_ENGINE || !process.env.GECKO_TEST_COMPOSE)(
  `moving in, killed at any call of the engine (seed ${seed})`,
  () => {
    const random = randomNumbers(seed);
    let engine: KillingEngine;
    let gecko: StackSandbox;
    let stack: OldComposeStack;
    let sums: Record<string, string>;
    beforeAll(async () => {
      engine = await killingEngine(process.env.GECKO_TEST_ENGINE ?? '');
      gecko = await openStack(project);
      stack = oldComposeStack(gecko);
      await stack.fill();
      sums = await stack.sums();
      Object.assign(gecko.env, { DOCKER_HOST: `unix://${engine.socket}` });
    });
    afterAll(async () => {
      await stack?.remove();
      await gecko?.close();
      engine?.close();
    });

    const adopt = () => ['adopt', stack.file, '--yes'];
    const volumes = async () =>
      (await gecko.engine.snapshot(project)).volumes.map(({ name }) => name);

    const points = Array.from({ length: rounds }, () => ({
      ...drawKillPoint(random),
      isForgotten: random() < 0.4,
      /** It is begun once more, and left by the user. */
      isLeft: random() < 0.4,
    }));

    it.each(points)('$signal $when a call, at $at: the old stack or the new one', async (point) => {
      const context = JSON.stringify(point);
      engine.begin();
      const { code, stderr, at } = await engine.endAt(
        Math.ceil(point.at * calls),
        point,
        gecko.start(adopt()),
      );
      expect([0, 130, point.signal], `${context}, at ${at} ${stderr}`).toContain(code);
      // Who is asked to stop puts everything back.
      if (code === 130) expect(await stack.running(), context).toEqual([...old, 'watcher']);
      expect(await stack.sums(), context).toEqual(sums);
      if (point.isForgotten) rmSync(join(gecko.home, 'gecko', 'state'), { recursive: true });
      if (point.isLeft && code !== 0) {
        const left = gecko.start(adopt());
        await left.said(/Copying/);
        left.child.kill('SIGINT');
        expect((await left.ended).code, context).toBe(130);
        expect(await stack.running(), context).toEqual([...old, 'watcher']);
        expect(await gecko.names(), context).toEqual([]);
      }
      engine.begin();
      if (code !== 0) {
        await gecko.ok(...adopt());
        calls = engine.calls();
      }
      expect(await gecko.ok('ask', 'How is the pump painted?'), context).toMatchObject({
        answer: expect.stringContaining('dark green'),
      });
      expect(await stack.running(), context).toEqual(['watcher']);
      expect(await gecko.names(), context).toEqual(own);
      expect(await volumes(), context).not.toContainEqual(expect.stringMatching(/adopt/));
      expect(await stack.sums(), context).toEqual(sums);
      await gecko.ok('down', '--volumes', '--yes');
      await stack.start();
      await until(async () => !(await stack.running()).includes('ollama-pull'));
      expect(await stack.running(), context).toEqual([...old, 'watcher']);
    });
  },
);
