import type { Runtime } from '../../runtime.ts';
import { readToken } from '../../state/token.ts';
import { stringsIn } from './strings-in.ts';

/** Values of variables that say nothing, and would be taken out of every other line. */
const ordinary =
  /^(?:true|false|yes|none|null|debug|info|warn(?:ing)?|error|trace|production|development|\d{1,5})$/i;

/** Tokens, keys and passwords of this project, as far as they are known here. */
export function knownSecrets({ config, paths }: Pick<Runtime, 'config' | 'paths'>): string[] {
  const { token, qdrantKey } = paths.project;
  return [
    ...[readToken(token), readToken(qdrantKey)].filter((one) => one !== null),
    ...config.entries
      .filter(({ secret }) => secret)
      .flatMap(({ value }) => stringsIn(value))
      .filter((text) => !ordinary.test(text)),
    ...config.entries.flatMap(({ value }) => stringsIn(value).flatMap(passwordIn)),
    ...Object.values(config.outbound).flatMap(passwordIn),
    ...[config.aws.secretAccessKey, config.aws.sessionToken].filter((one) => one !== undefined),
  ];
}

function passwordIn(text: string | undefined): string[] {
  if (text === undefined || !URL.canParse(text)) return [];
  const { password } = new URL(text);
  return password === '' ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: it is written as it is.
    return text;
  }
}
