#!/usr/bin/env node
// The entry. CommonJS, and `fs` alone for help and version: an ES module costs a third more at each start.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const dist = path.join(__dirname, '..', 'dist');

main(process.argv.slice(2));

function main(words) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    return fail(`gecko needs Node.js 20.19 or newer; this is ${process.version}.`, 'NODE_TOO_OLD');
  const page = helpPage(words);
  const text = page === null || isNarrow() ? null : read(page);
  if (text !== null) return print(text);
  if (!fs.existsSync(path.join(dist, 'main.cjs')))
    return fail(`gecko is not built: run \`npm run build\` in ${path.dirname(dist)}.`, 'NOT_BUILT');
  run();
}

/** Name of the text that answers these words by itself, or null: then the program answers. */
function helpPage(words) {
  const [first] = words;
  if (words.length === 0) return 'gecko';
  if (words.length === 1 && /^(--version|-V)$/.test(first)) return 'version';
  if (words.length === 1 && /^(--help|-h|help)$/.test(first)) return 'gecko';
  if (words.length > 3) return null;
  if (first === 'help') return words.slice(1).join('.');
  if (/^(--help|-h)$/.test(words[words.length - 1])) return words.slice(0, -1).join('.');
  return null;
}

/** The texts are 80 columns wide; for a terminal with fewer the program breaks their lines. */
function isNarrow() {
  const { isTTY, columns } = process.stdout;
  return isTTY === true && columns > 0 && columns < 80;
}

function read(page) {
  if (!/^[a-z-]+(\.[a-z-]+)?$/.test(page)) return null;
  try {
    return fs.readFileSync(path.join(dist, 'help', `${page}.txt`), 'utf8');
  } catch {
    // Not built, or no such command: the program says which.
    return null;
  }
}

function print(text) {
  // `gecko --help | head -1`: a reader that leaves early is no error.
  process.stdout.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`Error: The output could not be written (${error.code}).\n`);
    process.exit(error.code === 'ENOSPC' ? 24 : 1);
  });
  process.stdout.write(text);
}

function run() {
  // main.js has handlers of its own; these hold while its modules load, and step aside then.
  for (const [name, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }))
    process.once(name, () => {
      if (process.listenerCount(name) === 0) process.exit(code);
    });
  try {
    require('./load-program.cjs')(dist, process.argv.slice(2));
  } catch (error) {
    fail(`gecko could not be loaded: ${error?.stack}`);
  }
}

function fail(message, code = 'INTERNAL') {
  process.exitCode = 1;
  if (!process.argv.includes('--json')) return process.stderr.write(`${message} (${code})\n`);
  const error = { code, message, hint: null, exitCode: 1 };
  return process.stdout.write(`${JSON.stringify({ schema: 1, error })}\n`);
}
