import { exitCodes, GeckoError } from '../errors.ts';

const AGAIN = 'Run the command again: it goes on where it stopped.';

/** A pull that Ollama ended with these words. */
export function pullFailed(model: string, words: string): GeckoError {
  const isFull = /no space left/.test(words);
  return new GeckoError('MODEL_PULL_FAILED', `Ollama could not pull ${model}: ${words}`, {
    exitCode: isFull ? exitCodes.space : exitCodes.failure,
    hint: isFull ? `Free space where Ollama keeps its models. ${AGAIN}` : hintFor(words),
    details: { words },
  });
}

/** One whose stream ended without a word. */
export function pullCut(model: string, cause?: unknown): GeckoError {
  return new GeckoError('MODEL_PULL_FAILED', `The pull of ${model} broke off`, {
    exitCode: exitCodes.failure,
    hint: AGAIN,
    cause,
  });
}

function hintFor(words: string): string {
  if (/invalid model name/.test(words))
    return 'A name looks like llama3 or llama3.2:1b. The key model, or --model, names the one of the project.';
  if (/file does not exist|not found/.test(words))
    return 'The registry has no model of that name: gecko model recommend lists some. The key model, or --model, names the one of the project.';
  return /no such host|dial tcp|timeout/.test(words)
    ? `Ollama does not reach the registry. Mend its way out. ${AGAIN}`
    : AGAIN;
}
