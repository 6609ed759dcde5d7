import { randomUUID } from 'node:crypto';
import type { Paths } from '../config/paths.ts';
import type { ResolvedConfig } from '../config/schema.ts';
import { pageFolder } from '../packaged/page-folder.ts';
import { pagePolicy } from '../stack/door/page-policy.ts';
import { ensureProjectState } from '../state/project-state.ts';
import { ensureToken } from '../state/token.ts';
import { checkBind } from './check-bind.ts';
import { coreConfig } from './core-config.ts';
import type { ServeConfig } from './serve.ts';

export interface ServeConfigInput {
  config: ResolvedConfig;
  paths: Paths;
  version: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * What a process that serves this project is told. Makes the project's id and token where there are none.
 * @throws GeckoError RUNTIME_UNSUPPORTED where it should listen beyond loopback, HOME_UNWRITABLE,
 *   CONFIG_INVALID for a page that is none
 */
export function serveConfig({ config, paths, version, now }: ServeConfigInput): ServeConfig {
  checkBind(config);
  const { projectId } = ensureProjectState(paths.project.state, version, now);
  const token = ensureToken(paths.project.token);
  const { rag, qa, web } = config.ports;
  const instance = randomUUID();
  const page = pageFolder(config.web);
  return {
    core: coreConfig({ config, paths, version, projectId, token, instance }),
    ports: { rag, qa, web: firstOf(web) },
    observed: {
      ...(config.backup.schedule === undefined ? {} : { schedule: config.backup.schedule }),
      backupResults: paths.project.backupResults,
      verifyResults: paths.project.verifyResults,
    },
    web: { root: page.root, policy: pagePolicy(config, page.index), isOurs: page.index === null },
  };
}

/** A list is for the docker runtime, where one door serves several ports. */
function firstOf(ports: readonly number[]): number {
  const [first] = ports;
  if (first === undefined) throw new Error('ports.web is empty, which its schema excludes');
  return first;
}
