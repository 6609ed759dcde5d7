import { Header } from 'tar';
import { expect, it } from 'vitest';
import { tarHead } from './tar-head.ts';

const head = { path: 'images.tar', type: 'File', mode: 0o644, uid: 0, gid: 0 } as const;

it.each([0, 511, 8 * 2 ** 30 - 1, 8 * 2 ** 30, 300 * 2 ** 30])('says a size of %d', (size) => {
  const read = new Header(tarHead(head, size), 0);
  expect(read).toMatchObject({ path: 'images.tar', size, cksumValid: true, type: 'File' });
});

it('refuses a path that a plain header cannot hold', () => {
  expect(() => tarHead({ ...head, path: 'x'.repeat(300) }, 1)).toThrow('plain tar header');
});
