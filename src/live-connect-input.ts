import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Environment } from './config/load.ts';
import type { Paths } from './config/paths.ts';
import { type ConnectInput, usualDeadlines } from './engine/connect/connect-input.ts';
import { usualSockets } from './engine/connect/usual-sockets.ts';
import { errorCode } from './error-code.ts';
import { readRecordedEngine } from './state/recorded-engine.ts';
import type { Ui } from './ui/ui.ts';

/** What a real call of gecko looks at to find its engine. */
export function liveConnectInput({
  env,
  paths,
  ui,
}: {
  env: Environment;
  paths: Paths;
  ui: Ui;
}): ConnectInput {
  const home = env.HOME ?? homedir();
  const { platform } = process;
  return {
    env,
    home,
    recorded: readRecordedEngine(paths.project.engine),
    platform,
    sockets: usualSockets({ env, home, platform }),
    readFile,
    warn: (text) => ui.event({ type: 'warning', text }),
    deadlines: usualDeadlines,
  };
}

function readFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}
