import { usualDeadlines } from '../../src/engine/connect/connect-input.ts';
import { findEngine } from '../../src/engine/connect/find-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';

/**
 * The engine that the launcher has started, and never another: nothing of the machine is looked at.
 * @param socket of one that a test has started itself
 */
export function openTestEngine(socket = process.env.GECKO_TEST_ENGINE): Promise<Engine> {
  if (!socket) throw new Error('GECKO_TEST_ENGINE is not set: node test/run.mjs docker');
  return findEngine(
    {
      env: { DOCKER_HOST: `unix://${socket}` },
      home: '/nowhere',
      recorded: null,
      platform: process.platform,
      sockets: [],
      readFile: () => null,
      warn: () => {},
      deadlines: usualDeadlines,
    },
    new AbortController().signal,
  );
}
