import { counted } from '../../counted.ts';
import type { Check, Finding } from '../check.ts';
import { corpusTeller } from '../corpus-teller.ts';
import { notRunning } from '../not-running.ts';

/** There are documents, and they are found by meaning as well as by words. */
export const corpus: Check = {
  id: 'corpus',
  title: 'documents',
  runtimes: ['docker', 'embedded'],
  deadline: 20_000,
  async run(facts, signal) {
    const { config } = facts.runtime;
    const teller = corpusTeller(facts);
    const idle = await notRunning(facts, 'web', 'qdrant', teller);
    if (idle !== null) return { skipped: idle };
    const client = await facts.backend(teller);
    const { collections } = await client.collections(signal);
    const found = collections.find(({ name }) => name === config.corpus.collection);
    const { documents = 0, chunks = 0, warning = null, mode = 'hybrid' } = found ?? {};
    // Of another program's collection only its chunks can be counted.
    if (!found || (documents === 0 && chunks === 0))
      return { findings: [empty(config.corpus.collection)] };
    const counts = `${counted(documents, 'document')}, ${counted(chunks, 'chunk')}`;
    const there: Finding = {
      code: 'CORPUS',
      severity: 'ok',
      text: `${config.corpus.collection} has ${counts}`,
    };
    const { collection } = config.corpus;
    if (warning === null)
      return { findings: mode === 'lexical' ? [there, withoutVectors(collection)] : [there] };
    return {
      findings: [there, isForeign(found) ? foreign(collection) : outdated(collection, warning)],
    };
  },
};

/** Of another program: gecko counts its own generations from 1. */
function isForeign({ generation }: { generation: number }): boolean {
  return generation === 0;
}

function foreign(collection: string): Finding {
  return {
    code: 'CORPUS_FOREIGN',
    severity: 'note',
    text: `${collection} was not made by gecko: it is searched by its vectors alone, and never written to`,
  };
}

function empty(collection: string): Finding {
  return {
    code: 'CORPUS_EMPTY',
    severity: 'note',
    text: `${collection} has no documents yet, so every question is declined`,
    fix: { what: 'take some in', command: 'gecko ingest PATH' },
  };
}

/** As it is made where there are no weights: what is missing is told of them first. */
function withoutVectors(collection: string): Finding {
  return {
    code: 'CORPUS_STALE',
    severity: 'warning',
    text: `${collection} was made without vectors`,
    consequence: 'Documents are found by their words alone, not by meaning',
    about: 'weights',
    fix: { what: 'make the vectors', command: 'gecko corpus reindex' },
  };
}

function outdated(collection: string, reason: string): Finding {
  return {
    code: 'CORPUS_STALE',
    severity: 'warning',
    text: `${collection} does not fit the settings: ${reason}`,
    consequence: 'It may be searched by words alone, and documents may be refused',
    fix: {
      what: 'go back to the settings that it was made with, or',
      command: 'gecko corpus reindex',
    },
  };
}
