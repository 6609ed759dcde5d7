import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainUp } from '../../../../test/fakes/docker-up.ts';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { tarOfFiles } from '../../../engine/execute/tar-of-files.ts';
import { readLastUp } from '../../../state/last-up.ts';
import { dockerUp } from '../../docker/up.ts';
import { weights } from './weights.ts';

let project: ExaminedProject;
beforeEach(async () => {
  project = await examinedProject();
});
afterEach(() => project.remove());

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** This machine has weights of this content. */
function haveHere(model: string): void {
  const folder = project.runtime.paths.state.replace(/state$/, '');
  const paths = { model: join(folder, 'model.onnx'), tokenizer: join(folder, 'tokenizer.json') };
  writeFileSync(paths.model, model);
  writeFileSync(paths.tokenizer, 'words');
  project.docker.here = { ...paths, sha256: sha256(model) };
  project.docker.knownWeights.add(sha256('right'));
}

const put = (content: string) =>
  project.docker.fake.putArchive(
    'gecko-rag-1',
    '/models',
    tarOfFiles([{ name: 'model.onnx', content }], null),
    project.runtime.signal,
  );

describe('weights in their volume', () => {
  beforeEach(async () => {
    haveHere('right');
    await project.up();
  });

  it('are whole after up', async () => {
    expect(await project.examine(weights)).toEqual([
      {
        code: 'WEIGHTS',
        severity: 'ok',
        text: `The embedding weights are whole (${sha256('right').slice(0, 12)})`,
      },
    ]);
  });

  it('are damaged where a file has another sum, and are put there anew', async () => {
    await put('wrong');
    expect(await project.examine(weights)).toMatchObject([
      { code: 'WEIGHTS_CORRUPT', severity: 'problem' },
    ]);
    await project.mend(weights, 'WEIGHTS_CORRUPT');
    expect(await project.examine(weights)).toMatchObject([{ severity: 'ok' }]);
    expect(project.docker.fake.made).toContain('restartContainer gecko-rag-1');
  });

  it('are put there anew by what leaves the stack as the last up was asked for', async () => {
    await dockerUp({ ...plainUp, profile: 'cpu' }, project.runtime);
    await put('wrong');
    await project.mend(weights, 'WEIGHTS_CORRUPT');
    expect(readLastUp(project.runtime.paths.project.lastUp)).toEqual({ profile: 'cpu' });
  });

  it("may be the user's own, as they lie in the folder that is configured", async () => {
    await put('my own');
    haveHere('my own');
    expect(await project.examine(weights)).toMatchObject([{ code: 'WEIGHTS_CORRUPT' }]);
    Object.assign(project.runtime.config.weights, { folder: '/srv/weights' });
    expect(await project.examine(weights)).toMatchObject([{ severity: 'ok' }]);
  });

  it('are looked at in a container that is stopped, too', async () => {
    project.docker.fake.crash('gecko-rag-1', 1);
    expect(await project.examine(weights)).toMatchObject([{ severity: 'ok' }]);
  });
});

describe('weights that could not be had', () => {
  it('are missed, and put there once they can be', async () => {
    await project.up();
    expect(await project.examine(weights)).toMatchObject([
      { code: 'WEIGHTS_MISSING', severity: 'warning' },
    ]);
    haveHere('right');
    await project.mend(weights, 'WEIGHTS_MISSING');
    expect(await project.examine(weights)).toMatchObject([{ severity: 'ok' }]);
  });
});

describe('weights on this machine', () => {
  it('are whole, missing or damaged', async () => {
    haveHere('right');
    expect(await project.examine(weights, 'embedded')).toMatchObject([{ severity: 'ok' }]);
    project.docker.here = { absence: 'cache does not have them' };
    expect(await project.examine(weights, 'embedded')).toMatchObject([{ code: 'WEIGHTS_MISSING' }]);
    project.docker.here = { absence: 'cache: has another sha256 than it should in model.onnx' };
    expect(await project.examine(weights, 'embedded')).toMatchObject([{ code: 'WEIGHTS_CORRUPT' }]);
  });
});
