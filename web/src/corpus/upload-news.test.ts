import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import type { UploadState } from './upload.ts';
import { countsOf } from './upload-counts.ts';
import { createUploadNews } from './upload-news.ts';

const added: UploadState = { is: 'done', id: 'a', collection: 'c', action: 'added', chunks: 1 };
const failed: UploadState = {
  is: 'failed',
  error: { code: 'DOCUMENT_EMPTY', message: '', hint: null },
};

function open() {
  const counts = signal(countsOf());
  const halt = signal<unknown>(null);
  const { news, see } = createUploadNews({ counts, halt });
  const set = (...states: UploadState[]) => {
    counts.value = countsOf(states);
  };
  return { news, see, set, halt };
}

it('tells how far uploads are, also to who has seen them, and that they stopped', () => {
  const { news, see, set, halt } = open();
  expect(news.value).toBeNull();
  set(added, failed, { is: 'reading' }, { is: 'waiting' });
  const running = { done: 2, total: 4, failed: 1, isHalted: false };
  expect(news.value).toEqual(running);
  see();
  expect(news.value).toEqual(running);
  halt.value = new Error('full');
  expect(news.value).toEqual({ ...running, isHalted: true });
});

it('tells the end until it was seen, and then only of what came after', () => {
  const { news, see, set } = open();
  set(added, failed);
  expect(news.value).toEqual({ done: 2, total: 2, failed: 1, isHalted: false });
  see();
  expect(news.value).toBeNull();
  set(added, failed, { is: 'waiting' });
  expect(news.value).toMatchObject({ done: 2, total: 3 });
  set(added, failed, added);
  expect(news.value).toMatchObject({ done: 3, total: 3 });
  see();
  set();
  expect(news.value).toBeNull();
});

it('has nothing to tell of uploads that were all taken back', () => {
  const { news, set } = open();
  set({ is: 'cancelled' }, { is: 'cancelled' });
  expect(news.value).toBeNull();
});
