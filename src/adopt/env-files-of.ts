/** Paths of a service's `env_file`: a text, a list, or with `path` and `required`. */
export function envFilesOf(given: unknown): string[] {
  return [given].flat().flatMap((one: unknown) => {
    if (typeof one === 'string') return [one];
    const path = (one as { path?: unknown } | null)?.path;
    return typeof path === 'string' ? [path] : [];
  });
}
