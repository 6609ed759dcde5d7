import type { Schemas } from '../api/schema.d.ts';

/** A passage as an address names it, so that a link opens it again. */
export interface PassageAddress {
  document: string;
  /** UTF-16 offsets into the document's text. */
  span: [number, number];
  collection: string | null;
}

export function addressOf(
  { documentId, span }: Pick<Schemas['Citation'], 'documentId' | 'span'>,
  collection: string | null,
): PassageAddress {
  return { document: documentId, span, collection };
}

/** As the query of a URL, without `?`. */
export function toQuery({ document, span, collection }: PassageAddress): string {
  const parameters = new URLSearchParams({ document, span: span.join('-') });
  if (collection !== null) parameters.set('collection', collection);
  return parameters.toString();
}

/** Null where the query names no passage. */
export function fromQuery(query: string): PassageAddress | null {
  const parameters = new URLSearchParams(query);
  const document = parameters.get('document');
  const [, start, end] = /^(\d{1,12})-(\d{1,12})$/.exec(parameters.get('span') ?? '') ?? [];
  if (!document || start === undefined || end === undefined) return null;
  return {
    document,
    span: [Number(start), Number(end)],
    collection: parameters.get('collection'),
  };
}
