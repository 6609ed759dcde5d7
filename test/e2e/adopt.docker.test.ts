import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSmallVolume } from '../engine/small-volume.ts';
import { type OldComposeStack, oldComposeStack } from './old-stack.ts';
import { until } from './sandbox.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

const all = ['flutter-frontend', 'langchain-backend', 'langchain-backend-qa', 'ollama', 'qdrant'];

/** The stand-ins prove what gecko asks of Qdrant and Ollama, and that their volumes are copied. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE || !process.env.GECKO_TEST_COMPOSE)(
  'moving in from an old Compose stack',
  () => {
    let gecko: StackSandbox;
    let old: OldComposeStack;
    let sums: Record<string, string>;
    beforeAll(async () => {
      gecko = await openStack('adopts');
      old = oldComposeStack(gecko);
      await old.fill();
      sums = await old.sums();
    });
    afterAll(async () => {
      await old?.remove();
      await gecko?.close();
    });

    const question = 'How is the pump painted?';
    const volumes = async () =>
      (await gecko.engine.snapshot('adopts')).volumes.map(({ name }) => name.slice(7)).toSorted();
    const backToOld = async () => {
      await gecko.ok('down');
      // Without its file, as the closing words say it.
      await old.start();
      await until(async () => !(await old.running()).includes('ollama-pull'));
      expect(await old.running()).toEqual([...all, 'watcher']);
    };
    const expectAdopted = async () => {
      expect(await gecko.ok('ask', question)).toMatchObject({
        answer: expect.stringContaining('dark green'),
        citations: expect.arrayContaining([
          expect.objectContaining({ source: 'corpus_gecko3/pump.pdf.md' }),
        ]),
      });
      expect(await old.running()).toEqual(['watcher']);
      expect(await old.sums()).toEqual(sums);
      expect(await volumes()).not.toContainEqual(expect.stringMatching(/^adopt/));
    };

    it('shows what would become of it, and changes nothing', async () => {
      const yaml = readFileSync(join(gecko.home, 'gecko.yaml'), 'utf8');
      const { ports } = gecko;
      expect(await gecko.ok('adopt', old.file, '--dry-run')).toMatchObject({
        adopted: false,
        compose: { project: 'old-rag_v1', file: old.file },
        stopped: expect.arrayContaining(all.map((name) => `old-rag_v1-${name}`)),
        copied: [
          { name: 'old-rag_v1_qdrant_storage', holds: 'documents', bytes: expect.any(Number) },
          { name: 'old-rag_v1_ollama_storage', holds: 'models', bytes: expect.any(Number) },
        ],
        collections: [
          { name: 'colours', points: 1, isLangchain: false },
          { name: 'corpus_gecko3', points: 4, isLangchain: true },
        ],
        config: { text: expect.stringContaining(`rag: ${ports.rag}`) },
      });
      expect(await old.running()).toEqual([...all, 'watcher']);
      expect(readFileSync(join(gecko.home, 'gecko.yaml'), 'utf8')).toBe(yaml);
      expect(await volumes()).toEqual([]);
      expect(await old.sums()).toEqual(sums);
    });

    it('asks before it changes anything', async () => {
      const { code } = await gecko.run(['adopt', 'old-rag_v1']);
      expect(code).toBe(5);
      expect(await old.running()).toEqual([...all, 'watcher']);
      expect(await volumes()).toEqual([]);
    });

    it('takes its place, with its ports, its model and its documents', async () => {
      const report = await gecko.ok('adopt', old.file, '--yes');
      expect(report).toMatchObject({
        adopted: true,
        brought: [
          {
            from: 'corpus_gecko3',
            collection: 'corpus_gecko3',
            passages: 4,
            documents: 2,
            failed: [],
          },
        ],
        left: [{ name: 'colours' }],
      });
      await expectAdopted();
      expect(await gecko.ok('model', 'list')).toMatchObject({
        ollama: { models: [{ name: 'llama3:latest' }] },
      });
      expect(await gecko.ok('corpus', 'list')).toMatchObject({
        documents: [{ path: 'door.md' }, { path: 'pump.pdf.md' }],
      });
    });

    it('leaves a stack that comes up again as it was, and moves in from it once more', async () => {
      await gecko.ok('down');
      await old.compose('up', '-d');
      expect(await old.running()).toEqual(expect.arrayContaining(all));
      expect(await old.collections()).toEqual(['colours', 'corpus_gecko3']);
      const report = await gecko.ok('adopt', 'old-rag_v1', '--yes');
      expect(report).toMatchObject({ adopted: true, config: { isNew: false, kept: [] } });
      await expectAdopted();
    });

    it('gives the old stack back where a volume has no room', async () => {
      await backToOld();
      const small = await openSmallVolume('small_ollama', 1024);
      gecko.configure(`volumes: { ollama_storage: { name: ${small.name} } }`);
      const { code, stderr } = await gecko.run(['adopt', old.file, '--yes']);
      gecko.configure();
      await small.close();
      expect({ code, stderr }).toMatchObject({
        code: 24,
        stderr: expect.stringContaining('no room left'),
      });
      expect(await old.running()).toEqual([...all, 'watcher']);
      expect(await gecko.names()).toEqual([]);
      expect(await old.sums()).toEqual(sums);
    });

    it.each([
      'Stopping old-rag_v1-qdrant',
      'Copying old-rag_v1_qdrant_storage',
      'Creating',
      'Embedding',
    ])('gives the old stack back where it is interrupted while %s', async (words) => {
      const moving = gecko.start(['adopt', old.file, '--yes']);
      await moving.said(new RegExp(words));
      moving.child.kill('SIGINT');
      expect(await moving.ended).toMatchObject({ code: 130 });
      expect(await old.running()).toEqual([...all, 'watcher']);
      expect(await gecko.names()).toEqual([]);
      expect(await volumes()).not.toContainEqual(expect.stringMatching(/^adopt/));
      expect(await old.sums()).toEqual(sums);
    });

    const kill = async (words: string) => {
      const moving = gecko.start(['adopt', old.file, '--yes']);
      await moving.said(new RegExp(words));
      moving.child.kill('SIGKILL');
      await moving.ended;
    };
    const forget = () => rmSync(join(gecko.home, 'gecko', 'state'), { recursive: true });

    it('knows after a kill, even with its state lost, what it has to give back', async () => {
      await kill('Copying old-rag_v1_qdrant_storage');
      expect(await old.running()).toEqual(['watcher']);
      forget();
      const moving = gecko.start(['adopt', 'old-rag_v1', '--yes']);
      await moving.said(/Creating/);
      moving.child.kill('SIGINT');
      expect(await moving.ended).toMatchObject({ code: 130 });
      expect(await old.running()).toEqual([...all, 'watcher']);
    });

    it('goes on after it was killed again and again', async () => {
      await kill('Stopping old-rag_v1-qdrant');
      await kill('Copying old-rag_v1_qdrant_storage');
      forget();
      await kill('Starting');
      await kill('Embedding');
      forget();
      const { stderr } = await gecko.run(['up', '--dry-run']);
      expect(stderr).toContain('was begun and not ended');
      await gecko.ok('adopt', old.file, '--yes');
      await expectAdopted();
      await backToOld();
    });
  },
);
