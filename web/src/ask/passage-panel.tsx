import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';
import { texts } from '../i18n/language.ts';
import { CopyButton } from '../shell/copy-button.tsx';
import { Icon } from '../shell/icon.tsx';
import { isCovered } from '../shell/is-covered.ts';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { useLoaded } from '../states/use-loaded.ts';
import { visible } from '../text/visible.ts';
import { DocumentText } from './document-text.tsx';
import { isComposing } from './is-composing.ts';
import { loadPassage } from './load-passage.ts';
import { type PassageAddress, toQuery } from './passage-address.ts';
import { Score } from './score.tsx';

interface Props {
  address: PassageAddress;
  /** As the conversation has it; null where only an address led here. */
  citation: Schemas['Citation'] | null;
  onClose(): void;
}

/** A passage in its document: beside the conversation, on phones as a sheet over its lower part. */
export function PassagePanel({ address, citation, onClose }: Props) {
  const { ask, shell } = texts.value;
  const key = toQuery(address);
  const loaded = useLoaded((signal) => loadPassage(address, signal), [key]);
  const heading = useRef<HTMLHeadingElement>(null);
  // Another passage is another place to read from.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [key]);
  // At once: Esc may follow the click that opened it.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (!isComposing(event) && !isCovered()) onClose();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [onClose]);
  const value = loaded.state === 'loaded' ? loaded.value : null;
  const title = visible(citation?.title ?? value?.document.title ?? ask.openDocument);
  const page = citation?.page ?? value?.page ?? null;
  const line = citation?.line ?? value?.line ?? null;
  // The first heading of many a document is its title, which stands above already.
  const headings = (value?.headings ?? []).filter((one, i) => i > 0 || visible(one) !== title);
  const source = citation?.source ?? (value && `${value.document.source}/${value.document.path}`);
  const link = () => `${location.origin}/?${key}`;
  return (
    <aside class="panel" aria-labelledby="passage-title">
      <header class="panel-head">
        <div class="panel-title">
          <h2 id="passage-title" ref={heading} tabIndex={-1}>
            {title}
          </h2>
          <button type="button" class="button icon-only" aria-label={shell.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        <p class="panel-place">
          {source && <span class="path">{visible(source)}</span>}
          {page !== null && <span>{ask.page(page)}</span>}
          {page === null && line !== null && <span>{ask.line(line)}</span>}
          {citation && <Score score={citation.score} />}
        </p>
        {headings.length > 0 && <p class="heading-path">{headings.map(visible).join(' › ')}</p>}
        <div class="panel-actions">
          <CopyButton text={link} label={ask.copyLink} />
        </div>
      </header>
      <div class="panel-body">
        {loaded.state === 'loading' && <Loading lines={12} />}
        {loaded.state === 'failed' && (
          <Gone error={loaded.error} citation={citation} onRetry={loaded.reload} />
        )}
        {value && (
          <>
            {citation && isChanged(value.text, citation) && (
              <Kept note={ask.changed} text={citation.text} />
            )}
            <DocumentText key={key} text={value.text} span={address.span} />
          </>
        )}
      </div>
    </aside>
  );
}

function isChanged(text: string, { span, text: passage }: Schemas['Citation']): boolean {
  return text.slice(span[0], span[1]) !== passage;
}

/** A document that is gone leaves what the answer kept of it. */
function Gone({
  error,
  citation,
  onRetry,
}: Pick<Props, 'citation'> & { error: unknown; onRetry(): void }) {
  const { ask } = texts.value;
  const isMissing = error instanceof ServiceError && error.status === 404;
  if (!isMissing) return <Failure error={error} onRetry={onRetry} />;
  return <Kept note={ask.documentGone} text={citation?.text ?? ''} />;
}

function Kept({ note, text }: { note: string; text: string }) {
  return (
    <div class="kept">
      <p>{note}</p>
      {text !== '' && <blockquote>{visible(text)}</blockquote>}
    </div>
  );
}
