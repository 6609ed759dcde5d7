import { collectionOption } from './collection-option.ts';
import { textOf, textsOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'ingest',
  summary: 'Bring files and folders into the corpus; sends only what changed',
  description:
    'Reads folders to the bottom, without hidden files, node_modules and links that lead out. Asks the backend what is new by sha256 and sends only that, so an interrupted run goes on where it stopped. Files that cannot be read are listed; the exit code is then 3.',
  arguments: [
    {
      name: 'path',
      summary: 'a file or folder',
      required: true,
      variadic: true,
      completes: 'path',
    },
  ],
  options: [
    collectionOption,
    {
      flags: '--source <name>',
      summary: "name of the source in place of the folder's",
      completes: 'source',
    },
    { flags: '--prune', summary: 'remove the documents whose files are gone' },
  ],
  examples: [
    { command: 'gecko ingest ./docs', summary: 'a folder, and later what changed in it' },
    { command: 'gecko ingest ./docs --prune', summary: 'also remove what was deleted' },
    { command: 'gecko ingest notes.md --collection team', summary: 'one file, another collection' },
  ],
  async run({ args, options }, runtime) {
    const { ingest } = await import('../operations/ingest.ts');
    const { report, exitCode } = await ingest(
      {
        paths: textsOf(args[0]),
        collection: textOf(options.collection),
        source: textOf(options.source),
        prune: options.prune === true,
      },
      runtime,
    );
    runtime.ui.report(report);
    return exitCode;
  },
};
