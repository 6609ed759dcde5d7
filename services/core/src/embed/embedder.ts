import { ServiceError } from '../contract/errors.ts';
import { reasonOf } from '../reason-of.ts';
import { createQueue } from './embed-queue.ts';
import { startInference } from './inference.ts';
import { DIMENSION } from './mean-pool.ts';
import type { Embedder, EmbedderAbsence } from './port.ts';
import { rememberWords } from './remember-words.ts';
import { loadTokenizer, MAX_TOKENS } from './tokenizer.ts';
import { type FindWeights, findWeights } from './weights.ts';

/** An embedder and the file of its tokenizer, for the workers that chunk. */
export type OpenedEmbedder = Embedder & { readonly tokenizerFile: string };

/**
 * Opens the embedder: finds the weights, starts the inference thread.
 *
 * @returns the reason where there are no weights, or where they cannot be loaded on this machine
 * @throws only when the signal aborts
 */
export async function openEmbedder(
  options: FindWeights & { threads: number },
): Promise<OpenedEmbedder | EmbedderAbsence> {
  const weights = await findWeights(options);
  if ('reason' in weights) return weights;
  try {
    const tokenizer = await loadTokenizer(weights.tokenizer);
    const inference = await startInference(options.log, {
      model: weights.model,
      threads: options.threads,
    });
    const queue = createQueue(inference, () => options.clock.monotonic());
    const embedTexts: Embedder['embedTexts'] = (texts, signal) =>
      queue.add(texts.map(tokenizer.encode).map(withVocabulary), 'query', signal);
    return {
      tokenizerFile: weights.tokenizer,
      identity: {
        model: 'all-MiniLM-L6-v2',
        weights: weights.sha256,
        dimension: DIMENSION,
        precision: weights.precision,
        pooling: 'mean',
        maxTokens: MAX_TOKENS,
        tokenCounter: tokenizer.id,
      },
      embedTokens: (inputs, signal) => queue.add(inputs, 'document', signal),
      embedTexts,
      embedWords: rememberWords(embedTexts),
      stats: queue.stats,
      async close() {
        queue.close();
        await inference.close();
      },
    };
  } catch (error) {
    const detail = reasonOf(error);
    return {
      reason: `the embedding weights from ${weights.source} cannot be loaded: ${detail}`,
      hint: 'Correct or leave out the key weights.folder, then: gecko down && gecko up',
    };
  }
}

function withVocabulary(tokens: Int32Array | null): Int32Array {
  if (tokens) return tokens;
  throw new ServiceError('INTERNAL', 'the tokenizer has no vocabulary');
}
