/**
 * `--profile cpu up -d`, as it is typed for Compose: the profile stands before the command there. It is
 * `up`'s here; to the other commands it says nothing, because the project has one stack.
 */
export function composeOrder(argv: readonly string[]): readonly string[] {
  const isProfile = (word = '') => word === '--profile' || word.startsWith('--profile=');
  let end = 0;
  while (isProfile(argv[end])) end += argv[end] === '--profile' ? 2 : 1;
  const [command, ...rest] = argv.slice(end);
  if (end === 0 || command === undefined) return argv;
  return command === 'up' ? [command, ...argv.slice(0, end), ...rest] : [command, ...rest];
}
