import { ask } from './en/ask.ts';
import { corpus } from './en/corpus.ts';
import { shell } from './en/shell.ts';
import { system } from './en/system.ts';

export const en = { shell, ask, corpus, system };
