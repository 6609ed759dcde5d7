import { DocumentRecord } from '../contract/corpus.ts';

/** What a candidate tells of its document. */
export const CandidateDocument = DocumentRecord.pick({
  id: true,
  source: true,
  path: true,
  title: true,
  mediaType: true,
  language: true,
  metadata: true,
});
