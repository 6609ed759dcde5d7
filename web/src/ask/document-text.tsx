import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';

/** UTF-16 units shown on each side of a passage at first, and added at a time: a book at once would stall the page. */
const SHOWN = 12_000;

/** The text of a document with one passage marked and in sight. */
export function DocumentText({
  text,
  span: [start, end],
}: {
  text: string;
  span: [number, number];
}) {
  const { ask } = texts.value;
  const [from, setFrom] = useState(Math.max(0, start - SHOWN));
  const [to, setTo] = useState(Math.min(text.length, end + SHOWN));
  const mark = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    // Not scrollIntoView: it would move the conversation beside it too.
    const box = mark.current?.closest('.panel-body');
    if (box && mark.current) box.scrollTop = mark.current.offsetTop - box.clientHeight / 4;
  }, []);
  return (
    <div class="document-text">
      {from > 0 && (
        <button type="button" class="button" onClick={() => setFrom(Math.max(0, from - 4 * SHOWN))}>
          {ask.showBefore}
        </button>
      )}
      <p>
        {visible(text.slice(from, start))}
        <mark ref={mark}>{visible(text.slice(start, end))}</mark>
        {visible(text.slice(end, to))}
      </p>
      {to < text.length && (
        <button type="button" class="button" onClick={() => setTo(to + 4 * SHOWN)}>
          {ask.showAfter}
        </button>
      )}
    </div>
  );
}
