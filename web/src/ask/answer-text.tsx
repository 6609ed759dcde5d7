import type { ComponentChild } from 'preact';
import { useMemo } from 'preact/hooks';
import { visible } from '../text/visible.ts';
import { AnswerBlock } from './answer-block.tsx';
import { splitBlocks } from './split-blocks.ts';

interface Props {
  /** Markdown of a model. */
  text: string;
  marksUnsupported: boolean;
  cite(n: number): ComponentChild | null;
}

/** An answer, also while it is being written. */
export function AnswerText({ text, marksUnsupported, cite }: Props) {
  const blocks = useMemo(() => splitBlocks(visible(text)), [text]);
  return (
    <div class="answer-text">
      {blocks.map((block, i) => (
        // Blocks are only ever added at the end.
        <AnswerBlock key={i} text={block} marksUnsupported={marksUnsupported} cite={cite} />
      ))}
    </div>
  );
}
