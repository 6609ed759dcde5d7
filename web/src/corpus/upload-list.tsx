import { useContext, useEffect, useState } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { SessionContext } from '../shell/session-context.ts';
import { CorpusContext } from './corpus-context.ts';
import { shownUploads } from './shown-uploads.ts';
import { tallyText } from './tally-text.ts';
import { UploadHalt } from './upload-halt.tsx';
import { UploadRow } from './upload-row.tsx';
import { useUploadAnnouncement } from './use-upload-announcement.ts';

/** Rows at first, and added at a time. */
const ROWS = 60;

/** What becomes of the files that were dropped or chosen. */
export function UploadList() {
  const { uploads, uploadNews } = useContext(CorpusContext);
  const session = useContext(SessionContext);
  const { corpus } = texts.value;
  const [most, setMost] = useState(ROWS);
  const said = useUploadAnnouncement(uploads.counts);
  const halt = uploads.halt.value;
  const counts = uploads.counts.value;
  const { total, waiting, active } = counts;
  useEffect(() => {
    if (halt !== null) void session.refresh();
  }, [halt, session]);
  useEffect(() => uploadNews.see(), [uploadNews, counts]);
  // Each goes with what it is pressed for, and leaves the focus to what stands nearest.
  const clear = () => {
    document.querySelector<HTMLElement>('.drop-actions button')?.focus();
    uploads.clear();
  };
  const goOn = () => {
    document.querySelector<HTMLElement>('.uploads-head button')?.focus();
    uploads.goOn();
  };
  const rest = waiting + active;
  const shown = shownUploads(uploads.list.value, most);
  return (
    <>
      <p class="offscreen" role="status">
        {said}
      </p>
      {total > 0 && (
        <section class="uploads" aria-labelledby="uploads-title">
          <header class="uploads-head">
            <div>
              <h2 id="uploads-title">{corpus.uploads}</h2>
              <p class="soft">
                {rest > 0 ? corpus.progressOf(total - rest, total) : tallyText(counts, corpus)}
              </p>
            </div>
            {rest > 0 ? (
              <button type="button" class="button quiet" onClick={() => uploads.cancelAll()}>
                <Icon name="close" />
                {corpus.cancelAll}
              </button>
            ) : (
              <button type="button" class="button quiet" onClick={clear}>
                <Icon name="check" />
                {corpus.clear}
              </button>
            )}
          </header>
          {rest > 0 && (
            <progress class="whole" aria-label={corpus.uploads} max={total} value={total - rest} />
          )}
          {halt !== null && <UploadHalt error={halt} onGoOn={goOn} />}
          <ul class="upload-rows">
            {shown.map((upload) => (
              <UploadRow key={upload.key} upload={upload} />
            ))}
          </ul>
          {total > shown.length && (
            <button type="button" class="button quiet" onClick={() => setMost(most + ROWS)}>
              {corpus.moreUploads(total - shown.length)}
            </button>
          )}
        </section>
      )}
    </>
  );
}
