// Loads dist/main.cjs, and keeps what V8 compiled of it for the next start: compiling takes a quarter of one.
'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { homedir } = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const vm = require('node:vm');

/** Bytes of the sha256 at the head of a kept file: V8 does not look whether its code is damaged. */
const SUM = 32;
const MONTH = 30 * 24 * 60 * 60 * 1_000;

/** @param words of the command line: each command has its own code */
module.exports = function loadProgram(dist, words) {
  const filename = path.join(dist, 'main.cjs');
  const source = fs.readFileSync(filename, 'latin1');
  const kept = keptFile(source, filename, words);
  const cachedData = kept === null ? undefined : readKept(kept);
  const script = new vm.Script(source, { filename, cachedData });
  if (kept !== null && script.cachedDataRejected !== false)
    process.once('exit', () => keep(kept, script));
  const importOf = (name) => import(pathToFileURL(path.join(dist, name)).href);
  script.runInThisContext()(require, importOf, filename, dist);
};

/**
 * Where this program's code for these words is kept, by its sum, its time and Node.js: V8 compares lengths,
 * and homes are shared between machines. Null where no folder is known.
 */
function keptFile(source, filename, words) {
  const [sum] = /\w{64}/.exec(source) ?? [];
  const folder = cacheFolder();
  if (!sum || folder === null) return null;
  const command = words.find(
    (word) =>
      /^[a-z-]+$/.test(word) && fs.existsSync(path.join(filename, '..', 'help', `${word}.txt`)),
  );
  const time = Math.round(fs.statSync(filename).mtimeMs).toString(36);
  const program = `${sum.slice(0, 16)}-${time}-${process.version}-${process.arch}`;
  return path.join(folder, 'code', `${program}-${command ?? 'other'}`);
}

/** As `findFolders` has it, but for errors: those are the program's to tell. */
function cacheFolder() {
  const { GECKO_HOME: own, XDG_CACHE_HOME: given, HOME: home } = process.env;
  if (own) return path.isAbsolute(own) ? path.join(own, 'cache') : null;
  if (given && path.isAbsolute(given)) return path.join(given, 'gecko');
  try {
    const folder = path.join(home || homedir(), '.cache', 'gecko');
    return path.isAbsolute(folder) ? folder : null;
  } catch {
    return null;
  }
}

/** Another user's code is not run. */
function readKept(file) {
  try {
    const descriptor = fs.openSync(file, 'r');
    try {
      if (process.getuid && fs.fstatSync(descriptor).uid !== process.getuid()) return undefined;
      const bytes = fs.readFileSync(descriptor);
      const code = bytes.subarray(SUM);
      return sumOf(code).equals(bytes.subarray(0, SUM)) ? code : undefined;
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

/** What cannot be kept is compiled anew the next time. */
function keep(file, script) {
  const folder = path.dirname(file);
  const partial = `${file}.${process.pid}`;
  quietly(() => {
    const code = script.createCachedData();
    makeFolder(folder);
    fs.writeFileSync(partial, Buffer.concat([sumOf(code), code]), { mode: 0o600 });
    fs.renameSync(partial, file);
    for (const name of fs.readdirSync(folder)) {
      const other = path.join(folder, name);
      if (Date.now() - fs.statSync(other).mtimeMs > MONTH) fs.rmSync(other);
    }
  });
  quietly(() => fs.rmSync(partial, { force: true }));
}

/** Not by mkdir's own recursion, which never ends below /proc. */
function makeFolder(folder, isParentMade = false) {
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    if (error.code === 'EEXIST') return;
    if (error.code !== 'ENOENT' || isParentMade || path.dirname(folder) === folder) throw error;
    makeFolder(path.dirname(folder));
    makeFolder(folder, true);
  }
}

function quietly(work) {
  try {
    work();
  } catch {
    // A full disk or a folder of others: nothing that the user asked for depends on it.
  }
}

function sumOf(bytes) {
  return createHash('sha256').update(bytes).digest();
}
