import type { CommandSpec, OptionSpec } from './commands/spec.ts';
import { globalOptions } from './global-options.ts';

/**
 * The words of a command such as `exec`, whose last argument is a program with words of its own: `--`
 * is put where those begin. `exec -u 0 rag ls -la` → `exec -u 0 rag ls -- -la`. A `--` directly before or
 * behind the program is gecko's already.
 * @param argv with the command's name
 */
export function foreignWords(argv: readonly string[], spec: CommandSpec): readonly string[] {
  const options = [...globalOptions, ...(spec.options ?? [])];
  // The command's name, its arguments, and of the last one the first word.
  let left = 1 + (spec.arguments?.length ?? 0);
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word === '--') return argv;
    if (word.startsWith('-') && word !== '-') {
      if (takesNext(word, options)) index += 1;
    } else left -= 1;
    if (left > 0) continue;
    const rest = argv.slice(index + 1);
    return rest.length === 0 || rest[0] === '--'
      ? argv
      : [...argv.slice(0, index + 1), '--', ...rest];
  }
  return argv;
}

/** Whether the value of this option is the word behind it: `-u 0`, `-iu 0`, `--user 0`, and not `-u0`. */
function takesNext(word: string, options: readonly OptionSpec[]): boolean {
  const takesValue = (name: string) =>
    options.some(({ flags }) => flags.includes('<') && flags.split(/[ ,]+/).includes(name));
  if (word.startsWith('--')) return takesValue(word);
  const letters = [...word.slice(1)];
  const first = letters.findIndex((letter) => takesValue(`-${letter}`));
  return first !== -1 && first === letters.length - 1;
}
