import { writeFile } from 'node:fs/promises';
import type { Citation } from '@gecko/core/contract/ask';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import type { Runtime } from '../../runtime.ts';
import type { Style } from '../../ui/ui.ts';
import { citationLine } from '../ask/answer-text.ts';
import type { ChatState, Turn } from '../chat.ts';
import { oneLine } from '../one-line.ts';

interface ChatCommand {
  /** Its words behind the name, for the list. */
  syntax: string;
  summary: string;
  run(words: string, state: ChatState, runtime: Runtime): Promise<void> | void;
}

const commands: Readonly<Record<string, ChatCommand>> = {
  '/sources': {
    syntax: '',
    summary: 'the passages behind the last answer, with their text',
    run(_, { turns }, { ui }) {
      const citations = turns.at(-1)?.response?.citations ?? [];
      ui.report({ json: { citations }, text: (style) => sourcesText(citations, style) });
    },
  },
  '/filter': {
    syntax: '[key=value | clear [key]]',
    summary: 'only documents with this value; without words, what is set',
    run: filter,
  },
  '/backend': {
    syntax: '[rag | qa]',
    summary: 'who answers from now on; without words, who does',
    run: backend,
  },
  '/save': {
    syntax: 'FILE',
    summary: 'write the conversation to a new file, as Markdown',
    run: save,
  },
  '/clear': {
    syntax: '',
    summary: 'forget what was said',
    run(_, state, { ui }) {
      state.turns = [];
      ui.event({ type: 'note', text: 'Forgotten.' });
    },
  },
  '/help': {
    syntax: '',
    summary: 'this list',
    run: (_, __, { ui }) => ui.report({ json: { commands: commandWords }, text: helpText }),
  },
  '/quit': { syntax: '', summary: 'leave; so does Ctrl-D', run: () => {} },
};

/** For the tab key. */
export const commandWords: readonly string[] = Object.keys(commands);

/**
 * Runs a line that begins with a slash.
 * @returns `quit` where it ends the conversation
 * @throws GeckoError USAGE, PATH_UNUSABLE
 */
export async function runCommand(
  line: string,
  state: ChatState,
  runtime: Runtime,
): Promise<'quit' | undefined> {
  const [, name = '', words = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
  if (name === '/quit' || name === '/exit' || name === '/bye') return 'quit';
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const meant = nearest(name, commandWords);
    throw usage(
      `There is no command ${name}`,
      meant ? `Did you mean ${meant}?` : '/help lists them.',
    );
  }
  await command.run(words.trim(), state, runtime);
}

function filter(words: string, state: ChatState, { ui }: Runtime): void {
  const cleared = /^clear(?:\s+(\S+))?$/.exec(words);
  if (cleared) {
    const [, key] = cleared;
    state.filters = key ? state.filters.filter((set) => !set.startsWith(`${key}=`)) : [];
  } else if (words !== '') {
    if (!/^[^=]+=/.test(words))
      throw usage(
        `${words} is no filter`,
        '/filter key=value, /filter clear key, or /filter clear',
      );
    state.filters = [...state.filters, words];
  }
  const set = state.filters.length === 0 ? 'No filter.' : `Filter: ${state.filters.join(', ')}`;
  ui.event({ type: 'note', text: set });
}

function backend(words: string, state: ChatState, { ui }: Runtime): void {
  if (words === 'rag' || words === 'qa') state.backend = words;
  else if (words !== '')
    throw usage(
      `There is no backend ${words}`,
      'rag analyses the question first, qa takes it as it is.',
    );
  ui.event({ type: 'note', text: `Backend: ${state.backend}` });
}

async function save(path: string, { turns }: ChatState, { ui }: Runtime): Promise<void> {
  if (path === '') throw usage('/save needs the name of a file', '/save conversation.md');
  const text = ['# A conversation with gecko', ...turns.map(turnText)].join('\n\n');
  try {
    await writeFile(path, `${text}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCode(error) === 'EEXIST')
      throw usage(`${path} is there already`, 'Name a new file: what was written is not replaced.');
    throw new GeckoError('PATH_UNUSABLE', `${path} cannot be written (${errorCode(error)})`, {
      exitCode: exitCodes.failure,
    });
  }
  ui.event({ type: 'success', text: `Wrote ${path}` });
}

function turnText({ question, answer, response }: Turn): string {
  const sources = (response?.citations ?? []).map((one) => `- ${citationLine(one)}`);
  return [
    `## ${oneLine(question)}`,
    response === null ? `${answer} *(stopped)*` : answer,
    ...(sources.length > 0 ? [sources.join('\n')] : []),
  ].join('\n\n');
}

function sourcesText(citations: readonly Citation[], style: Style): string {
  if (citations.length === 0) return 'The last answer has no sources.';
  return citations.map((one) => `${citationLine(one, style)}\n${indented(one.text)}`).join('\n\n');
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${oneLine(line)}`)
    .join('\n');
}

function helpText(): string {
  const rows = Object.entries(commands).map(([name, { syntax, summary }]) => ({
    left: `${name} ${syntax}`.trim(),
    summary,
  }));
  const width = Math.max(...rows.map(({ left }) => left.length)) + 2;
  return rows.map(({ left, summary }) => `  ${left.padEnd(width)}${summary}`).join('\n');
}

function usage(message: string, hint: string): GeckoError {
  return new GeckoError('USAGE', message, { exitCode: exitCodes.usage, hint });
}
