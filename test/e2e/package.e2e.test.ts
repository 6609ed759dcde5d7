import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox, watch } from './sandbox.ts';

/** The package as a stranger installs it: packed, installed from the tarball, far from any clone. */
describe('the installed package', () => {
  let folder: string;
  let gecko: Sandbox;
  const installed = () => join(folder, 'prefix', 'lib', 'node_modules', 'gecko');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gecko-package-'));
    // Built already: packing would build again, under the other tests.
    npm(process.cwd(), 'pack', '--ignore-scripts', '--pack-destination', folder);
    const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    npm(folder, 'install', '--global', '--prefix', join(folder, 'prefix'), join(folder, tarball));
    gecko = await openSandbox(undefined, join(folder, 'prefix', 'bin', 'gecko'));
  });
  afterAll(async () => {
    await gecko?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers in one command, with vectors', async () => {
    const started = await gecko.run(['quickstart', 'Where are the embedding weights kept?']);
    expect(started).toMatchObject({ code: 0 });
    expect(started.stdout).toMatch(/gecko-docs\/embeddings\.md:\d+/);
    const { document } = await gecko.json(['ask', 'Where are the embedding weights kept?']);
    expect(document).toMatchObject({ retrieval: { mode: 'hybrid' } });
  });

  it('makes a backup that it finds intact', async () => {
    expect(await gecko.run(['backup', 'qdrant'])).toMatchObject({ code: 0 });
    expect(await gecko.run(['backup', 'verify', 'latest'])).toMatchObject({ code: 0 });
  });

  it('serves its page', async () => {
    const page = await fetch(`http://127.0.0.1:${gecko.ports.web}/`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>gecko');
  });

  it('goes on where its packages are taken away under running services', async () => {
    const [packages, away] = [join(installed(), 'node_modules'), join(folder, 'away')];
    renameSync(packages, away);
    try {
      writeFileSync(join(gecko.home, 'note.md'), '# Pump\n\nThe pump is painted dark green.\n');
      expect(await gecko.run(['ingest', 'note.md'])).toMatchObject({ code: 0 });
      const { document } = await gecko.json(['ask', 'Which colour is the pump painted?']);
      expect(document).toMatchObject({
        answer: expect.stringContaining('dark green'),
        retrieval: { mode: 'hybrid' },
      });
    } finally {
      renameSync(away, packages);
    }
  });

  it('and a newer one share the services that run, until one of them says up', async () => {
    const newer = await copyAsVersion('9.9.9');
    const daemon = () => JSON.parse(gecko.state('daemon.json') ?? '{}').pid as number;
    const answered = { code: 0, stdout: expect.stringContaining('embeddings.md') };
    const question = ['ask', 'Where are the embedding weights kept?'];
    const before = daemon();
    const asked = await newer(question);
    expect(asked).toMatchObject(answered);
    expect(asked.stderr).toContain('this is 9.9.9');
    expect(daemon()).toBe(before);

    expect(await newer(['up'])).toMatchObject({ code: 0 });
    const after = daemon();
    expect(after).not.toBe(before);
    expect(await gecko.run(question)).toMatchObject(answered);
    expect(daemon()).toBe(after);
    expect(await gecko.run(['up'])).toMatchObject({ code: 0 });
    expect(daemon()).not.toBe(after);
  });

  it('has ONNX Runtime once, for this platform, and nothing that it only needs to be built', () => {
    const files = readdirSync(installed(), { recursive: true }).map(String);
    const runtimes = files.filter((path) => /onnxruntime_binding\.node$/.test(path));
    expect(runtimes).toEqual([
      join(
        'dist',
        'onnxruntime',
        `${process.platform}-${process.arch}`,
        'onnxruntime_binding.node',
      ),
    ]);
    const packages = files.filter((path) =>
      /node_modules\/(@xenova|sharp|onnxruntime-\w+|typescript|esbuild)$/.test(path),
    );
    expect(packages).toEqual([]);
    expect(existsSync(join(installed(), 'dist', 'licenses.txt'))).toBe(true);
    expect(existsSync(join(folder, 'prefix', 'share', 'man', 'man1', 'gecko-ask.1'))).toBe(true);
  });

  /** The same package under another version, in the same HOME. */
  async function copyAsVersion(version: string) {
    const copy = join(folder, version);
    for (const name of readdirSync(installed()))
      if (name !== 'node_modules')
        cpSync(join(installed(), name), join(copy, name), { recursive: true });
    symlinkSync(join(installed(), 'node_modules'), join(copy, 'node_modules'));
    const current = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')).version;
    for (const name of readdirSync(join(copy, 'dist')).filter((file) => /\.c?js$/.test(file))) {
      const text = readFileSync(join(copy, 'dist', name), 'utf8');
      writeFileSync(join(copy, 'dist', name), text.replaceAll(`"${current}"`, `"${version}"`));
    }
    return (args: readonly string[]) =>
      watch(
        spawn(process.execPath, [join(copy, 'bin', 'gecko.cjs'), ...args], {
          cwd: gecko.home,
          env: gecko.env,
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      ).ended;
  }
});

function npm(cwd: string, ...args: string[]): void {
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
}
