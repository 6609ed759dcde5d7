import type { Format } from './format.ts';
import { plainText } from './plain-text.ts';

/** Program text and configuration: blank lines part it, lines are never joined to sentences. */
export const sourceCode: Format = {
  mediaType: 'text/x-source',
  extensions: (
    'yaml yml toml ini cfg conf env properties sh bash zsh fish ps1 bat py ipy js mjs cjs jsx ts mts tsx ' +
    'java kt scala groovy go rs c h cc cpp hpp cs swift m rb php pl lua r jl dart ex exs erl hs ml clj sql ' +
    'graphql proto tf hcl nix dockerfile makefile cmake gradle css scss less vue svelte xml xsd svg diff patch'
  ).split(' '),
  read: (source) => ({ text: source, metadata: {} }),
  structure(text) {
    const { blocks } = plainText.structure(text);
    return {
      title: null,
      blocks: blocks.map((block) => ({ ...block, kind: 'code', headings: [] })),
    };
  },
};

/** Whether a path is one of program text or configuration, by its ending. */
export function isSourceCode(path: string): boolean {
  const ending = /\.([^./]+)$/.exec(path)?.[1];
  return ending !== undefined && sourceCode.extensions.includes(ending.toLowerCase());
}
