/** Where things lie in an export for Docker Compose. */
export const composeFolders = {
  /** Configuration and secrets, a folder for each service. */
  config: 'config',
  /** Static files that a user serves instead of our page. */
  page: 'config/web/page',
  /** A user's own environment variables, which may be secrets. */
  env: (service: string) => `config/${service}.env`,
  /** Of the image of gecko's own backends. */
  context: 'image',
  /** Of a user's own backend. */
  own: (service: string) => `build/${service}`,
  weights: 'weights',
  init: 'init',
} as const;
