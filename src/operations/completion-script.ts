import { readFile } from 'node:fs/promises';
import { exitCodes, GeckoError } from '../errors.ts';
import { builtFile } from '../program-files.ts';
import type { Report } from '../ui/ui.ts';

const shells = ['bash', 'zsh', 'fish', 'powershell'];

/**
 * The completion script of a shell, made at build.
 * @throws GeckoError USAGE (exit 2)
 */
export async function completionScript(shell: string): Promise<Report> {
  if (!shells.includes(shell))
    throw new GeckoError('USAGE', `There is no completion for ${shell}`, {
      exitCode: exitCodes.usage,
      hint: `Shells: ${shells.join(', ')}`,
    });
  const script = await readFile(builtFile(`completion/${shell}`), 'utf8');
  return { json: { shell, script }, text: () => script };
}
