import { collectionOption } from './collection-option.ts';
import { textOf, textsOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'corpus',
  summary: 'Look at the documents, remove them, make the index anew',
  examples: [
    { command: 'gecko corpus list', summary: 'the documents' },
    { command: 'gecko corpus show docs/backup.md', summary: 'one with its text' },
    { command: 'gecko corpus stats', summary: 'documents, chunks, model, size' },
  ],
  subcommands: [
    {
      name: 'list',
      aliases: ['ls'],
      summary: 'List the documents',
      options: [
        collectionOption,
        {
          flags: '--source <name>',
          summary: 'only those of this source',
          completes: 'source',
        },
      ],
      examples: [{ command: 'gecko corpus list --source docs', summary: 'of one source' }],
      async run({ options }, runtime) {
        const { listDocuments } = await import('../operations/corpus-list.ts');
        const input = { collection: textOf(options.collection), source: textOf(options.source) };
        runtime.ui.report(await listDocuments(input, runtime));
        return 0;
      },
    },
    {
      name: 'show',
      summary: 'Print one document with its text',
      arguments: [
        {
          name: 'document',
          summary: 'its id or source/path',
          required: true,
          completes: 'document',
        },
      ],
      options: [collectionOption],
      examples: [{ command: 'gecko corpus show docs/backup.md', summary: 'as citations name it' }],
      async run({ args, options }, runtime) {
        const { showDocument } = await import('../operations/corpus-show.ts');
        const input = { name: textOf(args[0]) ?? '', collection: textOf(options.collection) };
        runtime.ui.report(await showDocument(input, runtime));
        return 0;
      },
    },
    {
      name: 'stats',
      summary: 'Show the size and making of the collections',
      options: [{ ...collectionOption, summary: 'only this one', default: 'all' }],
      examples: [{ command: 'gecko corpus stats --json', summary: 'for scripts' }],
      async run({ options }, runtime) {
        const { corpusStats } = await import('../operations/corpus-stats.ts');
        runtime.ui.report(await corpusStats({ collection: textOf(options.collection) }, runtime));
        return 0;
      },
    },
    {
      name: 'rm',
      summary: 'Remove documents from the corpus; the files stay',
      arguments: [
        {
          name: 'document',
          summary: 'its id or source/path',
          variadic: true,
          completes: 'document',
        },
      ],
      options: [
        collectionOption,
        {
          flags: '--source <name>',
          summary: 'all documents of this source',
          completes: 'source',
        },
      ],
      examples: [{ command: 'gecko corpus rm docs/old.md', summary: 'one document' }],
      async run({ args, options }, runtime) {
        const { removeDocuments } = await import('../operations/corpus-rm.ts');
        const input = {
          names: textsOf(args[0]),
          source: textOf(options.source),
          collection: textOf(options.collection),
        };
        runtime.ui.report(await removeDocuments(input, runtime));
        return 0;
      },
    },
    {
      name: 'reindex',
      summary: 'Make the index anew from the stored text, with the current model and settings',
      options: [
        collectionOption,
        {
          flags: '--without-vectors',
          summary: 'give the vectors up where there is no embedding model',
        },
      ],
      examples: [{ command: 'gecko corpus reindex', summary: 'after corpus.chunk.* was changed' }],
      async run({ options }, runtime) {
        const { reindexCorpus } = await import('../operations/corpus-reindex.ts');
        const input = {
          collection: textOf(options.collection),
          withoutVectors: options.withoutVectors === true,
        };
        runtime.ui.report(await reindexCorpus(input, runtime));
        return 0;
      },
    },
    {
      name: 'rollback',
      summary: 'Go back to the index before the last reindex',
      options: [collectionOption],
      examples: [{ command: 'gecko corpus rollback', summary: 'undo a reindex' }],
      async run({ options }, runtime) {
        const { rollbackCorpus } = await import('../operations/corpus-reindex.ts');
        runtime.ui.report(
          await rollbackCorpus({ collection: textOf(options.collection) }, runtime),
        );
        return 0;
      },
    },
  ],
};
