import { key, optional, section } from './field.ts';
import {
  aboveZero,
  anyText,
  file,
  folder,
  gpus,
  httpUrl,
  matching,
  oneOf,
  schedule,
  size,
  texts,
  variables,
  wholeNumber,
  yesOrNo,
} from './field-types.ts';

const objectName = matching(
  /^[A-Za-z0-9][A-Za-z0-9_.-]*$/,
  'letters, digits, _, . and -, beginning with a letter or a digit',
);

const own = {
  image: optional(anyText, 'Image of your own backend.'),
  build: optional(folder, 'Folder that your own backend is built from.'),
};

/** Keys of the docker runtime. They are checked in every runtime: one gecko.yaml serves both. */
export const containerKeys = {
  profile: key(
    oneOf('auto', 'cpu', 'gpu-nvidia', 'gpu-amd', 'host'),
    'auto',
    'Hardware profile: which Ollama runs, and on what.',
  ),
  gpus: key(gpus, 1, 'GPUs given to Ollama: so many, `all`, or these, such as `0,2` or `GPU-…`.'),
  expose: key(yesOrNo, false, 'Publishes beyond loopback; needs `tls`.'),
  publish: section({
    qdrant: key(yesOrNo, true, 'Publishes the port of Qdrant.'),
    ollama: key(yesOrNo, true, 'Publishes the port of Ollama.'),
  }),
  tls: section({
    cert: optional(file, 'Certificate, in PEM.'),
    key: optional(file, 'File of its private key, in PEM.'),
    ca: optional(
      file,
      'Further authorities, in PEM, that gecko trusts where it fetches weights or models, and where it asks `generator.url`.',
    ),
    insecure: key(yesOrNo, false, 'Exposes without encryption.'),
  }),
  network: optional(objectName, 'An existing network that is used instead of our own.'),
  volumes: section({
    qdrant_storage: volume('Qdrant'),
    ollama_storage: volume('Ollama'),
    models: volume('the embedding weights'),
  }),
  images: section({
    rag: optional(anyText, 'Image of rag.'),
    qa: optional(anyText, 'Image of qa.'),
    web: optional(anyText, 'Image of web.'),
    qdrant: optional(anyText, 'Image of Qdrant.'),
    ollama: optional(anyText, 'Image of Ollama.'),
    base: optional(anyText, 'Image with Node.js that the image of rag and qa is built on.'),
  }),
  services: section({
    rag: section({ ...own, ...container() }),
    qa: section({ ...own, ...container() }),
    corpus: section(container()),
    web: section(container()),
    qdrant: section(container()),
    ollama: section(container()),
  }),
  backup: section({
    folder: optional(folder, 'Repository that backups go to: a folder, or `s3://bucket/prefix`.'),
    schedule: optional(
      schedule,
      'When backups happen by themselves: what `gecko backup schedule` prints carries it out, and doctor tells where one is missing.',
    ),
    encrypt: key(yesOrNo, false, 'Encrypts a new repository, and takes no backup that is not.'),
    recipients: key(
      texts('a list of recipients of age', /^age1[a-z0-9]+$/),
      [],
      'Who can open an encrypted repository, as `age1…`; without them a passphrase does.',
    ),
    passphraseFile: optional(file, 'File whose first line is the passphrase.'),
    passphrase: optional(
      anyText,
      'Passphrase of an encrypted repository. Kept in the environment, or better in a file.',
      { secret: true },
    ),
    s3: section({
      endpoint: optional(httpUrl, 'Address of a server of buckets that is not Amazon’s.'),
      region: optional(anyText, 'Region of the bucket; without it, that of AWS’s own variables.'),
      accessKeyId: optional(anyText, 'Id of the key that opens it, where not by those variables.', {
        secret: true,
      }),
      secretAccessKey: optional(anyText, 'That key.', { secret: true }),
    }),
    identity: optional(file, 'File with keys of age, `AGE-SECRET-KEY-1…`, that open backups.'),
    signKey: optional(
      file,
      'File of the key that signs backups, and that those which are read have to be signed with.',
    ),
  }),
};

function volume(owner: string) {
  return section({ name: optional(objectName, `An existing volume for ${owner}.`) });
}

function container() {
  return {
    env: key(variables, {}, 'Further environment variables.', { secret: true }),
    limits: resources('At most'),
    reservations: resources('At least'),
    replicas: key(wholeNumber(1, 100), 1, 'Containers of this service.'),
    mounts: key(texts('a list of SOURCE:TARGET', /^[^:]+:.+/), [], 'Further mounts.'),
    restart: key(
      oneOf('no', 'always', 'on-failure', 'unless-stopped'),
      'unless-stopped',
      'Restart policy.',
    ),
  };
}

function resources(bound: string) {
  return section({
    cpus: optional(aboveZero, `${bound} so many CPUs.`),
    memory: optional(size, `${bound} so much memory.`),
  });
}
