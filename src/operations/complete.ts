import type { ListedCommand } from '../commands/list.ts';
import type { CommandSpec } from '../commands/spec.ts';
import { completionOf } from '../completion.ts';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { completionValues } from './completion-values.ts';
import { oneLine } from './one-line.ts';

/** What a shell is to do beside offering the values; the protocol is @bomb.sh/tab's. */
const directives = { offerFiles: 0, noFiles: 4 };

/**
 * What may stand under the cursor, as the scripts of `gecko completion` read it: a value, a tab and its
 * summary on each line, then a directive.
 * @param words those behind `gecko`; the last is the one under the cursor, perhaps empty
 * @param prepare the runtime, asked for only where values have to be looked up
 */
export async function complete(
  words: readonly string[],
  list: readonly (ListedCommand & { spec: CommandSpec })[],
  prepare: (flags: { project?: string }) => Promise<Runtime>,
): Promise<Report> {
  const { candidates, lookup, before, prefix, globals } = completionOf(words, list);
  const found = lookup ? await completionValues(lookup, prefix, () => prepare(globals)) : [];
  const rows = [
    ...candidates.map(({ value, summary }) => `${value}\t${summary}`),
    ...found.map((value) => `${before}${oneLine(value)}\t`),
  ];
  const directive =
    lookup === 'path' || lookup === 'known-model' ? directives.offerFiles : directives.noFiles;
  const completions = rows.map((row) => row.replace(/\t.*/, ''));
  return { json: { completions }, text: () => [...rows, `:${directive}`].join('\n') };
}
