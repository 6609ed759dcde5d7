import { configError } from './problem.ts';
import type { SourceFile } from './resolve.ts';

/** A file that is a stack of Compose's, by its name or by keys that gecko.yaml has nowhere. @throws GeckoError CONFIG_INVALID (exit 2) */
export function refuseComposeFile({ path, text }: SourceFile): void {
  const isNamedSo = /(^|[/\\])(docker-)?compose[^/\\]*\.ya?ml$/i.test(path);
  const hasServices = /^services:/m.test(text) && composeKeys.test(text);
  if (!isNamedSo && !hasServices) return;
  throw configError([
    {
      code: 'CONFIG_INVALID',
      origin: { kind: 'file', file: path, line: 1, column: 1 },
      text: 'this is a Compose file; gecko brings its own stack and reads gecko.yaml, so leave -f out',
    },
  ]);
}

const composeKeys =
  /^[ \t]+(container_name|depends_on|environment|env_file|networks|ports|volumes|healthcheck|deploy|entrypoint|command):/m;
