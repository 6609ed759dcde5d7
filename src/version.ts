declare const GECKO_VERSION: string | undefined;

/** Version of this gecko; written in by the build. */
export const version = typeof GECKO_VERSION === 'string' ? GECKO_VERSION : '0.0.0-source';

declare const GECKO_BUILD: string | undefined;

/** Changes with the program's source, which the version does not do in a clone. */
export const build = typeof GECKO_BUILD === 'string' ? GECKO_BUILD : 'source';
