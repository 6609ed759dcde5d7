import type { RagClient } from '../../../clients/rag.ts';
import { GeckoError } from '../../../errors.ts';
import type { Clock } from '../../../runtime.ts';
import type { Check, CheckResult, Finding } from '../check.ts';
import { corpusTeller } from '../corpus-teller.ts';
import { distinctiveWords } from '../distinctive-words.ts';
import { notRunning } from '../not-running.ts';

/** Milliseconds until the first word: a large model may have to be loaded. */
const FIRST_WORD = 90_000;

/**
 * A question from end to end: words of a document that is there have to find it, and bring an answer
 * about. Of the document nothing is shown, and nothing is written.
 */
export const answer: Check = {
  id: 'answer',
  title: 'a question from end to end',
  runtimes: ['docker', 'embedded'],
  deadline: FIRST_WORD + 20_000,
  async run(facts, signal) {
    const { clock, config } = facts.runtime;
    const backend = corpusTeller(facts);
    const idle = await notRunning(facts, 'web', 'qdrant', backend);
    if (idle !== null) return { skipped: idle };
    const client = await facts.backend(backend);
    const known = await firstDocument(client, config.corpus.collection, signal);
    if (known === null) return { skipped: 'There are no documents to ask about' };
    const question = distinctiveWords(known.text).join(' ');
    if (question === '') return { skipped: 'The first document has no words to ask with' };
    const began = clock.monotonic();
    const { results, retrieval } = await client.search({ question, topK: 10 }, signal);
    const found = results.find(({ documentId }) => documentId === known.id);
    const searched = Math.round(clock.monotonic() - began);
    if (!found) return { findings: [lost(known.id, results.length, retrieval.mode)] };
    const place = `found as number ${found.n} in ${searched} ms (${retrieval.mode})`;
    return ask(question, place, client, clock, signal);
  },
};

async function firstDocument(
  client: RagClient,
  collection: string,
  signal: AbortSignal,
): Promise<{ id: string; text: string } | null> {
  const { collections } = await client.collections(signal);
  const there = collections.find(({ name }) => name === collection);
  // One of another program has no documents that gecko can read.
  if (!there || there.documents === 0) return null;
  const { documents } = await client.documents({ limit: 1 }, signal);
  const [first] = documents;
  if (!first) return null;
  const { id, text } = await client.document(first.id, undefined, signal);
  return { id, text };
}

/** Its first word is enough: then the answer is left, which ends it in the language model, too. */
async function ask(
  question: string,
  place: string,
  client: RagClient,
  clock: Clock,
  signal: AbortSignal,
): Promise<CheckResult> {
  const enough = new AbortController();
  const within = AbortSignal.any([signal, enough.signal]);
  const began = clock.monotonic();
  const first = async (): Promise<Finding> => {
    try {
      for await (const { event } of client.askStream({ question }, within)) {
        if (event !== 'token' && event !== 'done') continue;
        const took = Math.round(clock.monotonic() - began);
        const text = `A question about a document that is there is answered, after ${took} ms`;
        return { code: 'ANSWER', severity: 'ok', text, evidence: [place] };
      }
      return failed('the answer ended before its first word', place);
    } catch (error) {
      if (!(error instanceof GeckoError)) throw error;
      return failed(error.message, place);
    }
  };
  const watch = new AbortController();
  const late = clock.sleep(FIRST_WORD, AbortSignal.any([watch.signal, signal])).then(
    () => slow(place),
    () => slow(place),
  );
  const finding = await Promise.race([first(), late]);
  signal.throwIfAborted();
  watch.abort();
  enough.abort(new Error('its first word is enough'));
  return { findings: [finding] };
}

function lost(id: string, results: number, mode: string): Finding {
  return {
    code: 'ANSWER_NOT_FOUND',
    severity: 'problem',
    text: 'A document that is there is not found by its own words',
    consequence: 'Questions about it are declined, or answered from others',
    evidence: [`document ${id}, ${results} results, ${mode} retrieval`],
    fix: { what: 'make the index anew', command: 'gecko corpus reindex' },
  };
}

function failed(reason: string, place: string): Finding {
  return {
    code: 'ANSWER_FAILED',
    severity: 'problem',
    text: `A question about a document that is there gets no answer: ${reason}`,
    consequence: 'The passages are found; the language model does not answer',
    about: 'service ollama',
    evidence: [place],
    fix: { what: 'see what of the language model is wrong', command: 'gecko doctor --only ollama' },
  };
}

function slow(place: string): Finding {
  return {
    code: 'ANSWER_SLOW',
    severity: 'warning',
    text: `No word of an answer came within ${FIRST_WORD / 1_000} s`,
    consequence: 'The language model is too large for this machine, or others keep it busy',
    evidence: [place],
    fix: {
      what: 'take a smaller model (gecko model recommend), or see where it runs',
      command: 'gecko doctor --only gpu',
    },
  };
}
