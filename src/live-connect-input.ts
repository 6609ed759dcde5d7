import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { execProcess } from './clients/exec-process.ts';
import type { Environment } from './config/load.ts';
import type { Paths } from './config/paths.ts';
import { type ConnectInput, usualDeadlines } from './engine/connect/connect-input.ts';
import { usualSockets } from './engine/connect/usual-sockets.ts';
import { dockerCredentials } from './engine/registry/docker-credentials.ts';
import { dockerSettings } from './engine/registry/docker-settings.ts';
import { proxyArguments } from './engine/registry/proxy-arguments.ts';
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
  const warn = (text: string) => ui.event({ type: 'warning', text });
  return {
    env,
    home,
    recorded: readRecordedEngine(paths.project.engine),
    platform,
    sockets: usualSockets({ env, home, platform }),
    readFile,
    warn,
    deadlines: usualDeadlines,
    credentials: dockerCredentials({ env, home, readFile, warn, exec: execProcess }),
    buildArguments: (engine) => proxyArguments(dockerSettings({ env, home, readFile }), engine),
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
