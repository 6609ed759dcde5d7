import { useContext } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { ServiceError } from '../api/service-error.ts';
import { describeError } from '../i18n/describe-error.ts';
import { language, type Texts, texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { bytesText } from '../text/bytes-text.ts';
import { visible } from '../text/visible.ts';
import { documentAddress } from './corpus-address.ts';
import { CorpusContext } from './corpus-context.ts';
import { isOver } from './is-over.ts';
import type { Upload, UploadFailure } from './upload.ts';

/** One file and where it is. */
export function UploadRow({ upload }: { upload: Upload }) {
  const { uploads } = useContext(CorpusContext);
  const { corpus } = texts.value;
  const state = upload.state.value;
  const name = visible(`${upload.source}/${upload.path}`);
  return (
    <li class="upload-row" data-state={state.is}>
      <div class="upload-name">
        {state.is === 'done' ? (
          <Link href={documentAddress(state.id, state.collection)}>{name}</Link>
        ) : (
          <span>{name}</span>
        )}
        <span class="soft size">{bytesText(upload.file.size, language.value)}</span>
      </div>
      <p class="upload-state">
        {state.is === 'done' ? corpus.states[state.action] : corpus.states[state.is]}
        {state.is === 'done' && state.chunks !== null && ` · ${corpus.chunks(state.chunks)}`}
        {state.is === 'sending' && ` ${Math.floor(state.share * 100)} %`}
      </p>
      <div class="upload-action">
        {/* Both in one place, so that the focus stays when one becomes the other. */}
        {isOver(state) ? (
          state.is !== 'done' && (
            <button
              type="button"
              class="button icon-only"
              aria-label={corpus.retryOne(name)}
              title={texts.value.shell.retry}
              onClick={() => uploads.retry(upload)}
            >
              <Icon name="retry" />
            </button>
          )
        ) : (
          <button
            type="button"
            class="button icon-only"
            aria-label={corpus.cancelOne(name)}
            title={corpus.cancel}
            onClick={() => uploads.cancel(upload)}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
      {state.is === 'sending' && <progress aria-label={name} max={1} value={state.share} />}
      {state.is === 'failed' && <Reason error={state.error} size={upload.file.size} />}
    </li>
  );
}

function Reason({ error, size }: { error: UploadFailure; size: number }) {
  const { message, hint } = described(error, size, texts.value);
  return (
    <p class="upload-reason">
      {visible(message)} {hint && <span class="soft">{visible(hint)}</span>}
    </p>
  );
}

function described({ code, message, hint, limit }: UploadFailure, size: number, all: Texts) {
  const { corpus } = all;
  const inWords = (bytes: number) => bytesText(bytes, language.value);
  if (code === 'BODY_TOO_LARGE')
    return {
      message: `${corpus.tooLarge(inWords(size), limit === undefined ? null : inWords(limit))}.`,
      hint: corpus.tooLargeHint,
    };
  if (code === 'FILE_UNREADABLE')
    return { message: `${corpus.changed}.`, hint: corpus.changedHint };
  return describeError(new ServiceError(code, message, { hint: hint ?? undefined }), all);
}
