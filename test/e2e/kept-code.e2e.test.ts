import {
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openSandbox, type Sandbox } from './sandbox.ts';

let gecko: Sandbox;
const folder = () => join(gecko.home, 'gecko/cache/code');

beforeAll(async () => {
  gecko = await openSandbox('');
});
afterAll(() => gecko.close());
beforeEach(() => rmSync(folder(), { recursive: true, force: true }));

/** Runs a command that ends well; the file that is kept of it. */
async function keptOf(command: string): Promise<string> {
  expect(await gecko.run([command])).toMatchObject({ code: 0, stderr: '' });
  const names = readdirSync(folder()).filter((name) => name.endsWith(`-${command}`));
  expect(names).toHaveLength(1);
  return join(folder(), names[0] ?? '');
}

test('what was compiled of a command is kept, and used from then on', async () => {
  const file = await keptOf('status');
  const { ino } = statSync(file);
  await keptOf('config');
  expect(statSync(await keptOf('status')).ino).toBe(ino);
});

test.each([
  ['half of it', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ['nothing', () => Buffer.alloc(0)],
  ['a byte of another value', (bytes: Buffer) => flipped(bytes, Math.floor(bytes.length / 2))],
  ['zeros', (bytes: Buffer) => Buffer.alloc(bytes.length)],
])('a kept file with %s is not used, and made anew', async (_, damage) => {
  const file = await keptOf('status');
  const { ino, size } = statSync(file);
  writeFileSync(file, damage(readFileSync(file)));
  await keptOf('status');
  expect(statSync(file).ino).not.toBe(ino);
  expect(statSync(file).size).toBeGreaterThan(size / 2);
});

test.runIf(process.getuid?.() === 0)("another user's code is not run", async () => {
  const file = await keptOf('status');
  const { ino } = statSync(file);
  chownSync(file, 12_345, 12_345);
  await keptOf('status');
  expect(statSync(file)).toMatchObject({ uid: 0 });
  expect(statSync(file).ino).not.toBe(ino);
});

test('where nothing can be kept, gecko runs as well', async () => {
  mkdirSync(join(folder(), '..'), { recursive: true });
  writeFileSync(folder(), '');
  expect(await gecko.run(['status'])).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(folder(), 'utf8')).toBe('');
});

function flipped(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}
