import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const folder = 'dist/web';
const html = readFileSync(join(folder, 'index.html'), 'utf8');

describe('the built page', () => {
  it('loads at most 90 kB of JavaScript at first, compressed', () => {
    const scripts = [...html.matchAll(/<(?:script|link)[^>]*(?:src|href)="([^"]+\.js)"/g)].map(
      ([, path = '']) => gzipSync(readFileSync(join(folder, path))).length,
    );
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(90_000);
  });

  it('has nothing inline and nothing remote, as its policy wants it', () => {
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|style=|\son\w+=|data:|https?:/);
    const files = readdirSync(folder, { recursive: true }).map(String);
    for (const file of files.filter((name) => name.endsWith('.css')))
      expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/url\(|@import/);
    for (const file of files.filter((name) => name.endsWith('.js')))
      expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/\beval\(|new Function\(/);
  });
});
