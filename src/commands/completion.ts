import { textOf } from './option-values.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'completion',
  summary: 'Print the completion script of a shell',
  description:
    'Completes commands, options and their values, and what the running services hold: collections, sources, documents, filters. bash needs its package bash-completion.',
  arguments: [
    {
      name: 'shell',
      summary: 'bash, zsh, fish or powershell',
      required: true,
      suggestions: ['bash', 'zsh', 'fish', 'powershell'],
    },
  ],
  examples: [
    {
      command: 'gecko completion bash > ~/.local/share/bash-completion/completions/gecko',
      summary: 'for bash, from the next shell on',
    },
    {
      command: 'gecko completion zsh > ~/.zfunc/_gecko',
      summary: 'for zsh, where ~/.zshrc has `fpath+=~/.zfunc` before `compinit`',
    },
    {
      command: 'gecko completion fish > ~/.config/fish/completions/gecko.fish',
      summary: 'for fish',
    },
    {
      command: 'gecko completion powershell >> $PROFILE',
      summary: 'for PowerShell, from the next session on',
    },
  ],
  async run({ args }, runtime) {
    const { completionScript } = await import('../operations/completion-script.ts');
    runtime.ui.report(await completionScript(textOf(args[0]) ?? ''));
    return 0;
  },
};
