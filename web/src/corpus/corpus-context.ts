import { effect, type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { getJson } from '../api/get-json.ts';
import { postJson } from '../api/post-json.ts';
import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';
import { corpusNews } from '../shell/corpus-news.ts';
import { hashFile } from './hash-file.ts';
import { type ListChoice, wholeList } from './list-choice.ts';
import { loadDocuments } from './load-documents.ts';
import { putDocument } from './put-document.ts';
import { noSelection, type Selection } from './selection.ts';
import { createShelf, type Shelf } from './shelf.ts';
import { createUploadNews, type UploadNews } from './upload-news.ts';
import { createUploads, type Uploads } from './uploads.ts';
import { warnOnLeave } from './warn-on-leave.ts';

export interface CorpusContextValue {
  shelf: Shelf;
  /** They go on while another view is open. */
  uploads: Uploads;
  uploadNews: UploadNews;
  choice: Signal<ListChoice>;
  selection: Signal<Selection>;
  /** Pixels that the list was scrolled by when a document was opened from it. */
  scrolled: Signal<number>;
  /** Id of the document that was opened last, until the list has focused it again. */
  opened: Signal<string | null>;
  /** Something that was done elsewhere, told once above the list. */
  notice: Signal<string | null>;
}

const uploads = createUploads({
  hash: hashFile,
  plan: (request, signal) => getJson('/api/rag/corpus/plan', postJson(request, { signal })),
  put: putDocument,
});
warnOnLeave(uploads.counts);
const uploadNews = createUploadNews(uploads);
effect(() => {
  corpusNews.value = uploadNews.news.value;
});

/** What the views of the corpus share. */
export const CorpusContext = createContext<CorpusContextValue>({
  shelf: createShelf({ load: loadDocuments, loadOne }),
  uploads,
  uploadNews,
  choice: signal(wholeList),
  selection: signal(noSelection),
  scrolled: signal(0),
  opened: signal<string | null>(null),
  notice: signal<string | null>(null),
});

async function loadOne(collection: string, id: string): Promise<Schemas['Document'] | null> {
  const query = new URLSearchParams({ collection, text: 'false' });
  try {
    return await getJson(`/api/rag/corpus/documents/${id}?${query}`);
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'DOCUMENT_MISSING') return null;
    throw error;
  }
}
