import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putSettings, settingChanges, settingLines } from './put-settings.ts';

describe('the files of a backup that people write', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const saved = new Map([
    ['gecko.yaml', 'model: saved\n'],
    ['.env', 'GECKO_PORTS_RAG=8100\n'],
    ['token', 'is no setting'],
  ]);
  const none = { file: null, dotenv: null };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gecko-settings-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('go to the working folder where there are none, for their owner alone', async () => {
    const changes = settingChanges(saved, none, folder);
    expect(settingLines(changes, '1a2b3c4d')).toEqual([
      `gecko.yaml: it is not there now, and goes to ${at('gecko.yaml')}`,
      `.env: it is not there now, and goes to ${at('.env')}`,
    ]);
    expect(await putSettings(changes, '1a2b3c4d')).toEqual([at('gecko.yaml'), at('.env')]);
    expect(readFileSync(at('gecko.yaml'), 'utf8')).toBe('model: saved\n');
    expect(statSync(at('.env')).mode & 0o777).toBe(0o600);
  });

  it('take the place of others, which stay beside them', async () => {
    const file = at('handbook.yml');
    writeFileSync(file, 'model: other\n');
    chmodSync(file, 0o640);
    writeFileSync(at('.env'), saved.get('.env') ?? '');
    const changes = settingChanges(saved, { file, dotenv: null }, '/elsewhere');
    expect(settingLines(changes, '1a2b3c4d')).toEqual([
      'handbook.yml: in place of another, which stays as handbook.yml.before-1a2b3c4d',
    ]);
    expect(await putSettings(changes, '1a2b3c4d')).toEqual([file]);
    expect(readFileSync(file, 'utf8')).toBe('model: saved\n');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readFileSync(`${file}.before-1a2b3c4d`, 'utf8')).toBe('model: other\n');
  });

  it('take the place of others once more, and what stayed before stays', async () => {
    const file = at('gecko.yaml');
    for (const text of ['model: first\n', 'model: second\n']) {
      writeFileSync(file, text);
      await putSettings(settingChanges(saved, none, folder), '1a2b3c4d');
    }
    expect(readFileSync(`${file}.before-1a2b3c4d`, 'utf8')).toBe('model: first\n');
    expect(readFileSync(`${file}.before-1a2b3c4d-2`, 'utf8')).toBe('model: second\n');
  });

  it('are left alone where they are the same', async () => {
    await putSettings(settingChanges(saved, none, folder), 'a');
    const changes = settingChanges(saved, none, folder);
    expect(settingLines(changes, 'a')).toEqual([]);
    expect(await putSettings(changes, 'a')).toEqual([]);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('are left alone that the backup does not have', () => {
    writeFileSync(at('gecko.yaml'), 'model: mine\n');
    expect(settingChanges(new Map(), none, folder)).toEqual([]);
  });
});
