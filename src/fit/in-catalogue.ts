import { catalogue } from './catalogue.ts';
import type { CatalogueModel } from './catalogue-model.ts';

/** What is known of a model by its name; `llama3` is `llama3:latest`. Null where it is not listed. */
export function inCatalogue(name: string): CatalogueModel | null {
  const bare = (one: string) => one.replace(/:latest$/, '');
  return catalogue.find((one) => bare(one.name) === bare(name)) ?? null;
}
