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

/** What to do about what Ollama says of a registry, or of the way there; the first that fits. */
const hints: readonly { says: RegExp; hint: string }[] = [
  {
    says: /invalid model name/,
    hint: 'A name looks like llama3 or llama3.2:1b. The key model, or --model, names the one of the project.',
  },
  {
    says: /file does not exist|not found/,
    hint: 'The registry has no model of that name: gecko model recommend lists some. The key model, or --model, names the one of the project.',
  },
  {
    says: /digest mismatch/,
    hint: 'What came is not what the registry names, and was thrown away. Run the command again: that part is fetched anew. Where it happens again, something on the way changes what passes, such as a proxy.',
  },
  {
    says: /requires a newer version/,
    hint: "Take a newer Ollama: in containers by the key images.ollama and gecko up, one of this machine's by its own installer.",
  },
  {
    says: /x509|failed to verify certificate/,
    hint: "Ollama does not know who vouches for that registry, or for a proxy on the way: name the authority's file to Ollama itself, in its variable SSL_CERT_FILE (services.ollama.env and services.ollama.mounts in containers).",
  },
  {
    says: /unauthorized|realm host|(^|: )40[13]\b/,
    hint: 'The registry lets nobody have it whom it does not know: look at the spelling of the name, or let Ollama sign in there (ollama signin).',
  },
  {
    says: /(^|: )(429|5\d\d): /,
    hint: `The registry is busy or unwell: wait some minutes. ${AGAIN}`,
  },
  {
    says: /no such host|dial tcp|timeout/,
    hint: `Ollama does not reach the registry. Mend its way out. ${AGAIN}`,
  },
];

function hintFor(words: string): string {
  return hints.find(({ says }) => says.test(words))?.hint ?? AGAIN;
}
