import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadSpecs } from './command-specs.ts';
import { composeCommands, composeHabits } from './commands/compose-habits.ts';
import { keys } from './config/keys.ts';
import { commandsReference, composeReference, configurationReference } from './reference.ts';

const read = (name: string) =>
  readFileSync(new URL(`../docs/reference/${name}.md`, import.meta.url), 'utf8');

it('keeps docs/reference/commands.md current (npm run docs)', async () => {
  expect(read('commands')).toBe(commandsReference(await loadSpecs()));
});

it('keeps docs/reference/compose.md current (npm run docs)', () => {
  expect(read('compose')).toBe(composeReference(composeHabits, composeCommands));
});

it('keeps docs/reference/configuration.md current (npm run docs)', () => {
  expect(read('configuration')).toBe(configurationReference(keys));
});
