import { list } from 'tar';
import { expect, it } from 'vitest';
import { tarOfFiles } from './tar-of-files.ts';

it('packs a private folder and its files for one user', async () => {
  const tar = tarOfFiles(
    [
      { name: 'token', content: 'secret' },
      { name: 'empty', content: '' },
      { name: 'long', content: 'ñ'.repeat(600) },
      { name: 'page/a/app.js', content: '' },
      { name: 'page/index.html', content: '' },
    ],
    '1000:1001',
  );
  const seen: unknown[] = [];
  const parser = list({
    onReadEntry: ({ path, type, mode, uid, gid, size }) =>
      seen.push([path, type, mode?.toString(8), uid, gid, size]),
  });
  await new Promise<void>((resolve, reject) => {
    parser.on('end', resolve).on('error', reject).end(tar);
  });
  expect(seen).toEqual([
    ['./', 'Directory', '700', 1000, 1001, 0],
    ['page/', 'Directory', '700', 1000, 1001, 0],
    ['page/a/', 'Directory', '700', 1000, 1001, 0],
    ['token', 'File', '400', 1000, 1001, 6],
    ['empty', 'File', '400', 1000, 1001, 0],
    ['long', 'File', '400', 1000, 1001, 1200],
    ['page/a/app.js', 'File', '400', 1000, 1001, 0],
    ['page/index.html', 'File', '400', 1000, 1001, 0],
  ]);
});

it('gives a file a time of its own content: a page of the same size is another version', async () => {
  const timesOf = async (content: string) => {
    const times: unknown[] = [];
    const parser = list({ onReadEntry: ({ mtime }) => times.push(mtime?.getTime()) });
    const tar = tarOfFiles([{ name: 'index.html', content }], null);
    await new Promise<void>((resolve, reject) => {
      parser.on('end', resolve).on('error', reject).end(tar);
    });
    return times;
  };
  const [folder, first] = await timesOf('<script src="/assets/index-a.js">');
  const [, second] = await timesOf('<script src="/assets/index-b.js">');
  expect(folder).toBe(0);
  expect(first).not.toBe(second);
  expect(await timesOf('<script src="/assets/index-a.js">')).toEqual([folder, first]);
  for (const time of [first, second]) expect(time).toBeLessThan(Date.UTC(2005, 0));
});
