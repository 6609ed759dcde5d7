import { textOf, textsOf } from './option-values.ts';

/** The values of the options that name a repository and its keys. */
export function repositoryInput(options: Readonly<Record<string, unknown>>) {
  return {
    to: textOf(options.to),
    encrypt: options.encrypt === true ? true : undefined,
    recipients: options.recipient === undefined ? undefined : textsOf(options.recipient),
    recipientsFile: textOf(options.recipientsFile),
    passphraseFile: textOf(options.passphraseFile),
    identity: textOf(options.identity),
    signKey: textOf(options.signKey),
  };
}
