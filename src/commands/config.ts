import { alwaysSo } from './compose-habits.ts';
import type { CommandSpec } from './spec.ts';

export const command: CommandSpec = {
  name: 'config',
  summary: 'Print the configuration that is in effect',
  description:
    'Merges flags, environment, .env, gecko.yaml, the user file and defaults, in this order, and prints the result. Secrets are masked.',
  options: [
    { flags: '-q', summary: 'check it, print nothing' },
    { flags: '--services', summary: 'print the names of the services only' },
    ...alwaysSo('config'),
    {
      flags: '--origin',
      summary: 'show where each value came from; with --format yaml as comments',
    },
    {
      flags: '--format <format>',
      summary: 'yaml or json',
      choices: ['yaml', 'json'],
      default: 'yaml',
    },
  ],
  examples: [
    { command: 'gecko config', summary: 'the result as YAML' },
    { command: 'gecko config --origin', summary: 'with file, line and column of each value' },
  ],
  async run({ options }, { config, ui }) {
    const { showConfig } = await import('../operations/config.ts');
    if (options.q === true) return 0;
    ui.report(
      showConfig(config, {
        services: options.services === true,
        origin: options.origin === true,
        format: options.format === 'json' || options.format === 'yaml' ? options.format : null,
      }),
    );
    return 0;
  },
};
