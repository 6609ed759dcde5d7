import type { Readable } from 'node:stream';
import { programFolder } from '../program-files.ts';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { ask } from './ask.ts';
import { ensureServices, STARTED } from './backend.ts';
import { runtimeOf } from './choose-runtime.ts';
import { bringUp } from './doctor/bring-up.ts';
import { whereText } from './embedded-up.ts';
import { ingest } from './ingest.ts';

/** Name of the source that gecko's own documentation is. */
const source = 'gecko-docs';

const firstQuestion = 'How does gecko answer without a language model?';

export interface QuickstartInput {
  /** Words of the question; a first one where there are none. */
  words: readonly string[];
  stdin: Readable & { isTTY?: boolean };
  /** Folder of the documents; gecko's own where it is not given. */
  docs?: string;
}

/**
 * From nothing to an answer: starts the services, ingests gecko's own documentation and asks one
 * question about it. In containers only where the project is in them, or that is asked for.
 * @throws GeckoError what up, ingest and ask throw
 */
export async function quickstart(input: QuickstartInput, runtime: Runtime): Promise<Report> {
  const { ui } = runtime;
  const kind = await runtimeOf(runtime);
  const started = await bringUp({ kind, configured: runtime });
  // Whoever interrupts the rest has to know that they run.
  if (started.json.started === true) ui.event({ type: 'note', text: STARTED });
  ui.event({ type: 'step', text: "Ingesting gecko's own documentation" });
  const paths = [input.docs ?? programFolder('docs')];
  const { tally } = await ingest({ paths, source, prune: false }, runtime);
  for (const { source: name, reason } of tally.failed)
    ui.event({ type: 'warning', text: `${name}: ${reason}` });
  const question = input.words.join(' ').trim() || firstQuestion;
  ui.event({ type: 'step', text: `Asking: ${question}` });
  const answer = await ask(
    { words: [question], stdin: input.stdin, backend: 'rag', filters: [`source=${source}`] },
    runtime,
  );
  const where = kind === 'docker' ? { json: {}, text: started.text } : await whereEmbedded(runtime);
  return {
    json: { ...answer.json, ingest: { ...tally }, services: started.json.services, ...where.json },
    text: (style) =>
      [
        answer.text(style),
        '',
        'Your own documents: gecko ingest PATH, then gecko ask "…"',
        '',
        where.text(style),
      ].join('\n'),
  };
}

/** With a new link: the first may have been used, or have lasted its ten minutes. */
async function whereEmbedded(runtime: Runtime): Promise<Report> {
  const { supervisor, signal } = runtime;
  const { daemon } = await ensureServices(runtime);
  const link = await supervisor.signInLink(daemon, signal);
  return { json: { link }, text: (style) => whereText(daemon, link, style) };
}
