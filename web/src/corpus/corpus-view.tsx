import { useParams, useSearch } from 'wouter-preact';
import { DocumentView } from './document-view.tsx';
import { ListView } from './list-view.tsx';
import './corpus.css';
import './uploads.css';
import './list.css';
import './selection.css';
import './document.css';

/** The documents: `/corpus`, and one of them: `/corpus/ID`; `?collection=NAME` for another than the backend's own. */
export default function CorpusView() {
  const { id } = useParams<{ id?: string }>();
  const collection = new URLSearchParams(useSearch()).get('collection');
  if (id === undefined) return <ListView wanted={collection} />;
  return <DocumentView key={id} id={id} collection={collection} />;
}
