import { commands, type ListedCommand } from './commands/list.ts';
import type { CommandSpec } from './commands/spec.ts';

/** Every command with its spec: loads all of their modules, which the build and full help need. */
export function loadSpecs(): Promise<(ListedCommand & { spec: CommandSpec })[]> {
  return Promise.all(
    commands.map(async (listed) => ({ ...listed, spec: (await listed.load()).command })),
  );
}
