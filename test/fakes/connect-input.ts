import type { ConnectInput } from '../../src/engine/connect/connect-input.ts';

export interface FakeConnectInput extends ConnectInput {
  readonly warnings: string[];
}

/** A machine without an engine: nothing of the real one is looked at. */
export function fakeConnectInput(
  more: Partial<ConnectInput> = {},
  files: Readonly<Record<string, string>> = {},
): FakeConnectInput {
  const warnings: string[] = [];
  return {
    env: {},
    home: '/home/ann',
    recorded: null,
    platform: 'linux',
    sockets: [],
    readFile: (path) => files[path] ?? null,
    warn: (message) => warnings.push(message),
    deadlines: { connect: 5_000, connectSsh: 5_000, read: 5_000, act: 5_000 },
    ...more,
    warnings,
  };
}
