/** What an engine is given for a registry, in the words of its API. */
export interface Credential {
  username?: string;
  password?: string;
  /** In place of a password. */
  identitytoken?: string;
  registrytoken?: string;
  serveraddress: string;
}

export type FoundCredential =
  | {
      state: 'found';
      credential: Credential;
      /** Who had it, for people: a file, or a program. */
      source: string;
    }
  /** @property source where it was looked for */
  | { state: 'none'; source: string }
  /** It may be there, and could not be had: the reason in words. */
  | { state: 'broken'; reason: string };

/** Credentials for registries. They go to the engine and nowhere else. */
export interface Credentials {
  /** @param host as registryHost gives it */
  of(host: string, signal: AbortSignal): Promise<FoundCredential>;
  /** Every one, by the name under which a build looks for it. */
  all(signal: AbortSignal): Promise<Readonly<Record<string, Credential>>>;
}

/** Where there are none, and nothing is looked at. */
export const noCredentials: Credentials = {
  of: async () => ({ state: 'none', source: 'nowhere' }),
  all: async () => ({}),
};
