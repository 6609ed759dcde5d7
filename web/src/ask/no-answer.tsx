import type { Schemas } from '../api/schema.d.ts';
import { texts } from '../i18n/language.ts';
import { Loading } from '../states/loading.tsx';
import { visible } from '../text/visible.ts';
import { firstSentence } from './first-sentence.ts';
import { PassageList } from './passage-list.tsx';

interface Props {
  /** What the backend says of it, that it does not first. */
  text: string;
  /** Null while they are looked for. */
  nearest: Schemas['Citation'][] | null;
  onOpen(passage: Schemas['Citation']): void;
}

/** That the corpus does not answer is an answer too: why not, and what it has that comes near. */
export function NoAnswer({ text, nearest, onOpen }: Props) {
  const { ask } = texts.value;
  const [first, rest] = firstSentence(visible(text));
  return (
    <div class="no-answer">
      <h3>{first || ask.noAnswerReady}</h3>
      {rest !== '' && <p>{rest}</p>}
      {nearest === null && <Loading lines={4} />}
      {nearest?.length === 0 && <p class="soft">{ask.nothingNear}</p>}
      {nearest !== null && nearest.length > 0 && (
        <>
          <h4>{ask.nearest}</h4>
          <p class="soft">{ask.nearestText}</p>
          <PassageList passages={nearest} onOpen={onOpen} />
        </>
      )}
    </div>
  );
}
