import { useContext, useEffect, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { getJson } from '../api/get-json.ts';
import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';
import { texts } from '../i18n/language.ts';
import { CopyButton } from '../shell/copy-button.tsx';
import { Icon } from '../shell/icon.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { SessionContext } from '../shell/session-context.ts';
import { Empty } from '../states/empty.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { useLoaded } from '../states/use-loaded.ts';
import { visible } from '../text/visible.ts';
import { AskAbout } from './ask-about.tsx';
import { ChunkList } from './chunk-list.tsx';
import { listAddress } from './corpus-address.ts';
import { CorpusContext } from './corpus-context.ts';
import { DeleteButton } from './delete-button.tsx';
import { DocumentFacts } from './document-facts.tsx';
import { DocumentText } from './document-text.tsx';
import { loadChunks } from './load-chunks.ts';

/** One document: what is known of it, its text, and the chunks that it was cut into. */
export function DocumentView({ id, collection }: { id: string; collection: string | null }) {
  const { opened } = useContext(CorpusContext);
  const { corpus } = texts.value;
  const loaded = useLoaded(
    (signal) => {
      const query = collection === null ? '' : `?${new URLSearchParams({ collection })}`;
      const path = `/api/rag/corpus/documents/${encodeURIComponent(id)}${query}`;
      return getJson<Schemas['DocumentWithText']>(path, { signal });
    },
    [id, collection],
  );
  const value = loaded.state === 'loaded' ? loaded.value : null;
  usePageTitle(value ? visible(value.title) : corpus.document);
  useEffect(() => scrollTo(0, 0), []);
  useEffect(() => {
    opened.value = id;
  }, [opened, id]);
  return (
    <div class="view document">
      <Link href={listAddress(collection)} class="button quiet to-list">
        <Icon name="back" />
        {corpus.toList}
      </Link>
      {loaded.state === 'loading' && <Loading lines={12} />}
      {loaded.state === 'failed' &&
        (isMissing(loaded.error) ? (
          <Empty icon="corpus" title={corpus.missingTitle} isPage>
            <p>{corpus.missingText}</p>
          </Empty>
        ) : (
          <Failure error={loaded.error} onRetry={loaded.reload} />
        ))}
      {value && <Whole document={value} />}
    </div>
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof ServiceError && error.status === 404;
}

function Whole({ document }: { document: Schemas['DocumentWithText'] }) {
  const { signedIn } = useContext(SessionContext);
  const { corpus } = texts.value;
  const [chosen, setChosen] = useState<number | null>(null);
  const chunks = useLoaded((signal) => loadChunks(document, signal), [document]);
  const list = chunks.state === 'loaded' ? chunks.value : null;
  return (
    <>
      <header class="document-head">
        <h1>{visible(document.title)}</h1>
        <p class="soft place">{visible(`${document.source}/${document.path}`)}</p>
        <div class="document-actions">
          <AskAbout document={document} />
          <CopyButton text={document.id} label={corpus.copyId} />
          {signedIn.value && <DeleteButton document={document} />}
        </div>
      </header>
      <DocumentFacts document={document} />
      <div class="document-body">
        <section class="document-text" aria-labelledby="text-title">
          <h2 id="text-title">{corpus.text}</h2>
          <DocumentText
            document={document}
            chunks={list ?? []}
            chosen={chosen}
            onChoose={setChosen}
          />
        </section>
        <section class="document-chunks" aria-labelledby="chunks-title">
          <h2 id="chunks-title">{corpus.chunksTitle}</h2>
          {chunks.state === 'loading' && <Loading lines={6} />}
          {chunks.state === 'failed' && <Failure error={chunks.error} onRetry={chunks.reload} />}
          {chunks.state === 'loaded' &&
            (list ? (
              <ChunkList
                title={document.title}
                chunks={list}
                chosen={chosen}
                onChoose={setChosen}
              />
            ) : (
              <p class="soft">{corpus.chunksTooMany}</p>
            ))}
        </section>
      </div>
    </>
  );
}
