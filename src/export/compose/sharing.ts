import { isDeepStrictEqual } from 'node:util';
import type { ComposeService } from './compose-service.ts';

type Tree = Readonly<Record<string, unknown>>;

/**
 * Services that have much in common, with it written once.
 *
 * @param key where that stands at the top, such as `x-ollama`
 * @returns what stands at the top, and the services that take it over (`<<`)
 */
export function sharing(
  key: string,
  services: readonly (readonly [name: string, service: ComposeService])[],
): { common: Tree; services: Tree } {
  if (services.length < 2) return { common: {}, services: Object.fromEntries(services) };
  const environments = inCommon(services.map(([, { environment }]) => (environment ?? {}) as Tree));
  const isMixed = environments.each.some((one) => Object.keys(one).length > 1);
  const whole = inCommon(
    services.map(([, service], at) =>
      isMixed ? { ...service, environment: environments.each[at] } : service,
    ),
  );
  return {
    common: {
      ...(isMixed ? { [`${key}-environment`]: environments.common } : {}),
      [key]: whole.common,
    },
    services: Object.fromEntries(services.map(([name], at) => [name, whole.each[at]])),
  };
}

/** What trees have in common, and each with it taken over. */
function inCommon(trees: readonly Tree[]): { common: Tree; each: readonly Tree[] } {
  const [first = {}] = trees;
  const isCommon = (key: string) => trees.every((tree) => isDeepStrictEqual(tree[key], first[key]));
  const pick = (tree: Tree, wanted: (key: string) => boolean): Tree =>
    Object.fromEntries(Object.entries(tree).filter(([key]) => wanted(key)));
  const common = pick(first, isCommon);
  return {
    common,
    each: trees.map((tree) => ({ '<<': common, ...pick(tree, (key) => !isCommon(key)) })),
  };
}
