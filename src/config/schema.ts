import * as z from 'zod/mini';
import type { AwsVariables } from './aws-of.ts';
import { collectionNames } from './collection-name.ts';
import { containerKeys } from './container-keys.ts';
import { key, optional, section } from './field.ts';
import {
  anyText,
  duration,
  folder,
  httpUrl,
  keepAlive,
  matching,
  oneOf,
  port,
  portList,
  size,
  texts,
  wholeNumber,
  yesOrNo,
} from './field-types.ts';
import type { ConfigEntry } from './origin.ts';
import { projectNames } from './project-name.ts';

const projectName = matching(projectNames.pattern, projectNames.description);
const collectionName = matching(collectionNames.pattern, collectionNames.description);
const origins = texts(
  'a list of origins such as https://intranet.example',
  /^https?:\/\/[^/\s]+$/i,
);
/** With a path a source is that folder or file alone, as policies have it. */
const sources = texts(
  'a list of origins or addresses below them, such as https://www.gstatic.com/flutter-canvaskit/',
  /^https?:\/\/[a-z0-9.-]+(:\d+)?(\/[\w.~%/-]*)?$/i,
);
const policy = matching(
  /^(strict|flutter|[a-z][a-z-]* [ -#%-~]+)$/,
  "strict, flutter, or a whole policy such as default-src 'self'",
);

/**
 * Every key of gecko.yaml. The one source of its types, its errors, its environment variables and
 * docs/reference/configuration.md.
 */
export const Config = z.strictObject({
  project: key(
    projectName,
    'gecko',
    'Name of the project: a corpus and a set of services of its own.',
  ),
  runtime: optional(
    oneOf('docker', 'embedded'),
    'Where the services run. Without it, where the project was started before.',
  ),
  model: key(anyText, 'llama3', 'Language model that writes the answers.'),
  keepAlive: key(
    keepAlive,
    '5m',
    'How long the model stays loaded after an answer, by Ollama or in process.',
  ),
  generator: section({
    kind: key(
      oneOf('auto', 'ollama', 'openai', 'gguf', 'extractive'),
      'auto',
      'What writes the answers. `auto` takes Ollama where it answers and has the model, else a model that `gecko model pull --embedded` brought, else the best sentences of the passages.',
    ),
    gguf: optional(
      anyText,
      'Model in process that writes the answers; without it, the last that was pulled.',
    ),
    url: optional(
      httpUrl,
      'Address of Ollama, or of an OpenAI-compatible server with its `/v1`; by `generator.kind`.',
    ),
    key: optional(
      anyText,
      'Key of that server. Better kept in the environment or in `.env` than in gecko.yaml.',
      { secret: true },
    ),
    contextTokens: key(
      wholeNumber(512, 1_048_576),
      4096,
      'Context window that is asked of the model, in tokens. A model in process gets less where it has less, or the memory does not do.',
    ),
    answerTokens: key(wholeNumber(16, 65_536), 512, 'Longest answer, in tokens.'),
  }),
  bind: key(anyText, '127.0.0.1', 'Address that the services listen on.'),
  hosts: key(
    texts('a list of host names'),
    [],
    'Names allowed in the `Host` header besides the loopback names.',
  ),
  ports: section({
    web: key(portList, [8081], 'Port of the web page; a list in the docker runtime.'),
    rag: key(port, 8000, 'Port of the backend that analyses the question.'),
    qa: key(port, 8002, 'Port of the plain backend.'),
    qdrant: key(port, 6333, 'Port of Qdrant (docker runtime).'),
    ollama: key(port, 11435, 'Port of Ollama (docker runtime).'),
  }),
  corpus: section({
    collection: key(
      collectionName,
      'corpus_gecko3',
      'Collection that is used where no other is named.',
    ),
    language: key(
      oneOf('auto', 'en', 'es'),
      'auto',
      'Language of the documents; `auto` detects it for each.',
    ),
    chunk: section({
      tokens: key(
        wholeNumber(32, 256),
        200,
        'Longest chunk, in tokens of the embedding model. A change needs `gecko corpus reindex`.',
      ),
      overlap: key(
        wholeNumber(0, 128),
        32,
        'Tokens repeated from the chunk before. A change needs `gecko corpus reindex`.',
      ),
    }),
  }),
  offline: key(
    yesOrNo,
    false,
    'Fetches nothing from any network: images, weights and models have to be there already.',
  ),
  weights: section({
    folder: optional(folder, 'Folder with the embedding weights; looked at first, never written.'),
    offline: key(yesOrNo, false, 'Never fetches weights. Without them retrieval is lexical.'),
  }),
  limits: section({
    deadline: key(duration, '30m', 'Longest time for one request.'),
    body: key(size, '1MiB', 'Largest JSON body.'),
    document: key(size, '64MiB', 'Largest document.'),
    concurrency: key(
      wholeNumber(1, 256),
      2,
      'Answers written at the same time; further ones wait.',
    ),
  }),
  web: section({
    root: optional(folder, 'Another static build, served instead of the web page.'),
    origins: key(origins, [], 'Further web origins whose pages may call the backends.'),
    csp: key(
      policy,
      'strict',
      'Content-Security-Policy of that build: `strict` is that of our own page, `flutter` allows what Flutter builds need, and anything else is the policy itself.',
    ),
    remote: key(
      sources,
      [],
      'Other places from which that build may load files, programs too, under `strict` and `flutter`.',
    ),
  }),
  ...containerKeys,
});

/** A value of every key; durations in milliseconds, sizes in bytes, paths absolute. */
export type ConfigValues = z.output<typeof Config>;

/** The configuration of one call of gecko: the values, where each came from, and what was derived. */
export interface ResolvedConfig extends ConfigValues {
  /** Base URLs where an Ollama is looked for, in order, where `generator.url` names none. */
  ollama: readonly string[];
  /** OLLAMA_MODELS: the folder in which an Ollama that was started from here keeps its models. */
  ollamaModels?: string;
  /** Hugging Face endpoint, without a slash at its end. */
  hub: string;
  /** How gecko's own fetches leave the machine; may hold a password of a proxy. */
  outbound: { httpProxy?: string; httpsProxy?: string; noProxy?: string; ca?: string };
  /** What the usual variables of AWS say, for backups in a bucket. */
  aws: AwsVariables;
  /** Every key that has a value, in the schema's order. */
  entries: readonly ConfigEntry[];
  /** Things to tell once, such as an ignored OLLAMA_HOST. */
  notes: readonly string[];
  /** Things to tell until they are mended, such as a variable that is nearly a key's. */
  warnings: readonly string[];
  /** The gecko.yaml that was found, else null. */
  file: string | null;
  /** The .env that was found, where a variable in it is one that gecko reads; else null. */
  dotenv: string | null;
}
