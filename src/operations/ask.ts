import type { Readable } from 'node:stream';
import type { AskRequest, AskResponse } from '@gecko/core/contract/ask';
import type { RagClient } from '../clients/rag.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Report, Ui } from '../ui/ui.ts';
import { belowAnswer } from './ask/answer-text.ts';
import { toFilter } from './ask/filter.ts';
import { readQuestion } from './ask/question.ts';
import { ensureBackend } from './backend.ts';

export interface AskInput {
  /** Words of the command line. */
  words: readonly string[];
  /** Asked where there are no words. */
  stdin: Readable & { isTTY?: boolean };
  backend: 'rag' | 'qa';
  collection?: string | undefined;
  /** `key=value` */
  filters: readonly string[];
  topK?: number | undefined;
  mode?: 'hybrid' | 'dense' | 'lexical' | undefined;
  fusion?: 'convex' | 'rrf' | undefined;
}

/**
 * Asks a question. The answer is streamed to the ui as it is written; the report has what stands
 * below it, and with --json the whole answer.
 * @throws GeckoError USAGE (exit 2), and what the backend answers
 */
export async function ask(input: AskInput, runtime: Runtime): Promise<Report> {
  const question = await readQuestion(input.words, input.stdin, runtime.signal);
  const request = toRequest(input, question, input.collection ?? runtime.config.corpus.collection);
  const client = await ensureBackend(runtime, input.backend);
  const response = await streamAnswer(client, request, runtime);
  return {
    json: { ...response },
    text: (style) => belowAnswer(response, style),
  };
}

/** @throws GeckoError USAGE */
function toRequest(input: AskInput, question: string, collection: string): AskRequest {
  const { filters, topK, mode, fusion } = input;
  if (topK !== undefined && (topK < 1 || topK > 50))
    throw new GeckoError('USAGE', `--top-k is ${topK}, and must be from 1 to 50`, {
      exitCode: exitCodes.usage,
    });
  return {
    question,
    collection,
    ...(filters.length === 0 ? {} : { filter: toFilter(filters) }),
    ...(topK === undefined ? {} : { topK }),
    ...(mode === undefined ? {} : { mode }),
    ...(fusion === undefined ? {} : { fusion }),
  };
}

/** Always streamed, with --json too: a stream tells within seconds when a connection is lost. */
async function streamAnswer(
  client: RagClient,
  request: AskRequest,
  { ui, signal }: Runtime,
): Promise<AskResponse> {
  const output = answerOutput(ui);
  try {
    for await (const { event, data } of client.askStream(request, signal)) {
      if (event === 'token') output.write(data.text);
      if (event !== 'done') continue;
      output.writeWhole(data.answer);
      return data;
    }
  } finally {
    output.end();
  }
  throw new GeckoError('BACKEND_UNREACHABLE', 'The answer broke off before its end', {
    exitCode: exitCodes.engine,
    hint: '`gecko logs --tail 50` shows what the backend said last.',
  });
}

/** The answer on stdout; with --json nothing before the one document. */
function answerOutput(ui: Ui) {
  let written = '';
  const write = (text: string) => {
    written += text;
    if (ui.mode !== 'json') ui.stream({ token: text }, text);
  };
  return {
    write,
    /** An answer that did not come in pieces. */
    writeWhole(answer: string) {
      if (written.trim() === '') write(answer);
    },
    /** Also where it was cut off: what follows begins on a line of its own. */
    end() {
      if (written !== '') write(written.endsWith('\n') ? '\n' : '\n\n');
    },
  };
}
