import type { Passage } from './passage.ts';

/** Reads the page of a passage as people count: from 1; null where it names none. */
export type PageOf = (passage: Passage) => number | null;

/**
 * Loaders count pages differently: `page_number` from 1; `page` from 0 (PyPDF, PyMuPDF) or from 1, which is
 * told by whether a page 0 is among all.
 */
export function pagesOf(passages: readonly Passage[]): PageOf {
  const fromZero = passages.some(({ metadata }) => metadata.page === 0);
  return ({ metadata }) => {
    const { page_number: number, page } = metadata;
    if (isPage(number)) return number;
    return isPage(page) ? page + (fromZero ? 1 : 0) : null;
  };
}

function isPage(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
