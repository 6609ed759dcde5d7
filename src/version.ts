declare const GECKO_VERSION: string | undefined;

/** Version of this gecko; written in by the build. */
export const version = typeof GECKO_VERSION === 'string' ? GECKO_VERSION : '0.0.0-source';
