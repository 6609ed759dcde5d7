import { expect, it } from 'vitest';
import { textPieces } from './text-pieces.ts';

const options = { from: 0, to: 100, pageOffsets: [], spans: [], marked: null };

it('leaves a text whole where nothing begins in it', () => {
  expect(textPieces(options)).toEqual([
    { start: 0, end: 100, page: null, chunks: [], isMarked: false },
  ]);
});

it('cuts where pages and overlapping chunks begin, and marks one chunk', () => {
  const pieces = textPieces({
    ...options,
    pageOffsets: [0, 50],
    spans: [
      [0, 40],
      [30, 80],
      [70, 100],
    ],
    marked: [30, 80],
  });
  expect(pieces.map(({ start, end }) => [start, end])).toEqual([
    [0, 30],
    [30, 50],
    [50, 70],
    [70, 80],
    [80, 100],
  ]);
  expect(pieces.map(({ page }) => page)).toEqual([1, null, 2, null, null]);
  expect(pieces.map(({ chunks }) => chunks)).toEqual([[0], [1], [], [2], []]);
  expect(pieces.map(({ isMarked }) => isMarked)).toEqual([false, true, true, true, false]);
});

it('shows of a mark what lies in the part that is shown', () => {
  const pieces = textPieces({ ...options, from: 20, to: 60, spans: [[0, 40]], marked: [0, 40] });
  expect(pieces.map(({ start, end, isMarked }) => [start, end, isMarked])).toEqual([
    [20, 40, true],
    [40, 60, false],
  ]);
});
