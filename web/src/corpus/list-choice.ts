/** Columns that the list can be sorted by. */
export const columns = [
  'title',
  'place',
  'type',
  'language',
  'chunks',
  'size',
  'ingested',
] as const;
export type Column = (typeof columns)[number];

/** What of a collection is listed, and in which order. */
export interface ListChoice {
  search: string;
  /** Empty: all. */
  source: string;
  /** Media type; empty: all. */
  type: string;
  /** `none` for documents of which it is not known; empty: all. */
  language: string;
  column: Column;
  isDescending: boolean;
}

export const wholeList: ListChoice = {
  ...{ search: '', source: '', type: '', language: '' },
  ...{ column: 'place', isDescending: false },
};
