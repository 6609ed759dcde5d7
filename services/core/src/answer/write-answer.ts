import type { Citation } from '../contract/ask.ts';
import { ServiceError } from '../contract/errors.ts';
import type { GenerateRequest, GenerateResult, Generator } from '../generate/port.ts';
import { readModelText } from './model-text.ts';

/** How an answer ended. */
export interface Written {
  /** The generator found no answer in the passages. */
  refused: boolean;
  /** Numbers of the passages that the answer cites. */
  cited: ReadonlySet<number>;
  /** Passages that did not fit the prompt. */
  omitted: number;
  /** It was cut at the longest length of an answer. */
  truncated: boolean;
}

/**
 * A generator's text, piece by piece, with the citations of a model checked and its refusal held back.
 * @throws ServiceError GENERATOR_UNREACHABLE where a model ended without a word; what the generator throws
 */
export async function* writeAnswer(
  generator: Generator,
  request: Omit<GenerateRequest, 'passages' | 'fitted'>,
  citations: readonly Citation[],
): AsyncGenerator<string, Written> {
  const passages = citations.map(({ n, title, source, text }) => ({ n, title, source, text }));
  let shown = passages.length;
  const text = readModelText(() => shown);
  const pieces = generator.generate({
    ...request,
    passages,
    fitted: (count) => {
      shown = count;
    },
  });
  let visible = false;
  let opening = '';
  /** The opening waits for something to read; after a refusal, for something that is cited. */
  const release = (piece: string) => {
    if (visible) return piece;
    opening += piece;
    visible = /[\p{L}\p{N}]/u.test(opening) && !(text.refused() && text.cited().size === 0);
    return visible ? opening : '';
  };
  try {
    let step = await pieces.next();
    for (; !step.done; step = await pieces.next()) {
      const safe = release(generator.quotes ? step.value : text.push(step.value));
      if (safe !== '') yield safe;
    }
    const rest = release(text.end());
    if (rest !== '') yield rest;
    const { omitted, stop, cited = text.cited() } = step.value;
    if (!visible && !generator.quotes && !text.refused()) throw wordless(generator, stop);
    const refused = !visible || (text.refused() && cited.size === 0);
    return { refused, cited, omitted, truncated: stop === 'length' };
  } finally {
    // A reader who leaves ends this generator at a yield; that has to reach the server.
    await pieces.return({ omitted: 0, stop: 'end' });
  }
}

/** A model that says nothing has not said that the passages do not answer. */
function wordless({ info }: Generator, stop: GenerateResult['stop']): ServiceError {
  const model = info.model ?? 'the language model';
  return stop === 'length'
    ? new ServiceError(
        'GENERATOR_UNREACHABLE',
        `${model} reached the longest length of an answer before it wrote a word of it`,
        'Raise generator.answerTokens, which a model that thinks first uses for that, too, or choose another model in the key model.',
      )
    : new ServiceError(
        'GENERATOR_UNREACHABLE',
        `${model} ended its answer without a word`,
        'Ask again, or choose another model in the key model.',
      );
}
