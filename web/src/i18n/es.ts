import type { en } from './en.ts';
import { ask } from './es/ask.ts';
import { corpus } from './es/corpus.ts';
import { shell } from './es/shell.ts';
import { system } from './es/system.ts';

export const es: typeof en = { shell, ask, corpus, system };
