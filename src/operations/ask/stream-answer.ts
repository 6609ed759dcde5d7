import type { AskRequest, AskResponse } from '@gecko/core/contract/ask';
import type { RagClient } from '../../clients/rag.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { Ui } from '../../ui/ui.ts';

/** Always streamed, with --json too: a stream tells within seconds when a connection is lost. */
export async function streamAnswer(
  client: RagClient,
  request: AskRequest,
  {
    ui,
    signal,
    onText = () => {},
  }: Pick<Runtime, 'ui' | 'signal'> & { onText?(text: string): void },
): Promise<AskResponse> {
  const output = answerOutput(ui, onText);
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
function answerOutput(ui: Ui, onText: (text: string) => void) {
  let written = '';
  const write = (text: string) => {
    written += text;
    onText(text);
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
