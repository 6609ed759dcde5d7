import { describe, expect, it } from 'vitest';
import { isBelow } from './is-below.ts';
import { judgeEngineVersion } from './judge-engine-version.ts';

describe('isBelow', () => {
  it.each([
    ['0.34.9', '0.35.0', true],
    ['0.35.0', '0.35.0', false],
    ['v1.18.3-unprivileged', '1.9.0', false],
    ['20.10.24+dfsg1', '28.0.0', true],
    ['1.8', '1.8.0', false],
    ['2', '1.9.9', false],
  ])('%s came before %s: %s', (version, bound, expected) => {
    expect(isBelow(version, bound)).toBe(expected);
  });
});

describe('judgeEngineVersion', () => {
  const words = (version: string, name = 'Docker') =>
    judgeEngineVersion({ name, version }).map(
      ({ severity, text }) =>
        `${severity} ${/moby 45037|CVE-2024-21626|neighbours/.exec(text)?.[0]}`,
    );

  it.each([
    ['20.10.24+dfsg1', ['note CVE-2024-21626', 'note neighbours']],
    ['23.0.1', ['warning moby 45037', 'note CVE-2024-21626', 'note neighbours']],
    ['23.0.2', ['note CVE-2024-21626', 'note neighbours']],
    ['27.5.1', ['note neighbours']],
    ['28.0.0', []],
    ['29.3.1', []],
    ['', []],
  ])('of Docker %s: %j', (version, expected) => {
    expect(words(version)).toEqual(expected);
  });

  it('knows nothing against Podman', () => {
    expect(words('4.3.1', 'Podman')).toEqual([]);
  });
});
