import * as z from 'zod/mini';
import type { LayerProgress } from '../../../src/engine/engine.ts';
import type { ImageState } from '../../../src/engine/objects.ts';
import { GeckoError } from '../../../src/errors.ts';
import { missing } from '../missing.ts';
import type { Call, Routes } from './call.ts';

export const imageRoutes: Routes = {
  'GET /images/json': async ({ engine }) => {
    const { images } = await engine.snapshot('');
    return {
      status: 200,
      body: images.map((image) => ({ ...imageJson(image), Labels: image.labels })),
    };
  },
  'GET /images/get': async ({ engine, query, signal, write }) => {
    for await (const piece of await engine.saveImages(query.getAll('names'), signal))
      await write(z.instanceof(Buffer).parse(piece));
    return null;
  },
  'POST /images/load': async (call) => {
    const { engine, input, signal } = call;
    const said: LayerProgress[] = [];
    await engine.loadImages(input, { onProgress: (progress) => said.push(progress), signal });
    for (const { status } of said) await line(call, { stream: `${status}\n` });
    return null;
  },
  'POST /images/create': async (call) => {
    const { engine, query, signal } = call;
    const tag = query.get('tag');
    const reference = `${query.get('fromImage')}${tag === null ? '' : `:${tag}`}`;
    const telling: Promise<void>[] = [];
    await engine.pullImage(reference, {
      onProgress: ({ id, status, current, total }) =>
        telling.push(line(call, { id, status, progressDetail: { current, total } })),
      signal,
    });
    await Promise.all(telling);
    await line(call, { status: `Status: Downloaded newer image for ${reference}` });
    return null;
  },
  'POST /build': async (call) => {
    const { engine, query, input, signal } = call;
    const labels = z.record(z.string(), z.string()).parse(JSON.parse(query.get('labels') ?? '{}'));
    let step = '';
    const telling: Promise<void>[] = [];
    const onProgress = ({ status }: LayerProgress) => {
      step = status;
      telling.push(line(call, { stream: `Step : ${status}\n` }));
    };
    try {
      await engine.buildImage(input, { tag: query.get('t') ?? '', labels, onProgress, signal });
    } catch (error) {
      if (!(error instanceof GeckoError)) throw error;
      // Told in the stream, which has begun well.
      const message = `The command '/bin/sh -c ${step}' returned a non-zero code`;
      await line(call, { errorDetail: { message }, error: message });
    }
    await Promise.all(telling);
    return null;
  },
  'GET /images/(.+)/json': async ({ engine }, reference = '') => {
    const found = await engine.image(reference);
    if (found === null) throw missing('image', reference);
    const { labels, architecture } = found;
    return {
      status: 200,
      body: { ...imageJson(found), Config: { Labels: labels }, Architecture: architecture },
    };
  },
};

function imageJson({ id, tags, digests, size }: ImageState) {
  return { Id: id, RepoTags: tags, RepoDigests: digests, Size: size };
}

function line({ write }: Call, value: object): Promise<void> {
  return write(`${JSON.stringify(value)}\r\n`);
}
