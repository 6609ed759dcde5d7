import type { HostFacts } from '../../src/host/host-facts.ts';

const none = { state: 'none' as const, reason: 'not there' };

/** A machine without any GPU. */
export const plainHost: HostFacts = {
  platform: 'linux',
  arch: 'x64',
  wsl: null,
  cpu: { model: 'A processor', cores: 4, threads: 8, avx2: true, avx512: false },
  memory: { total: 16 * 2 ** 30, available: 12 * 2 ** 30 },
  disk: none,
  nvidia: none,
  amd: none,
  intel: none,
  apple: none,
  ollama: none,
};
