/** The `environment` of a service, a list or a map. A name without a value comes from the `.env`. */
export function composeEnvironment(
  given: unknown,
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  const entries: [string, unknown][] = Array.isArray(given)
    ? given.map((one: unknown): [string, unknown] => {
        const [name = '', ...value] = String(one).split('=');
        return [name, value.length === 0 ? null : value.join('=')];
      })
    : Object.entries((given ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    entries.flatMap(([name, value]): [string, string][] => {
      if (value !== null && value !== undefined) return [[name, String(value)]];
      return Object.hasOwn(variables, name) ? [[name, variables[name] ?? '']] : [];
    }),
  );
}
