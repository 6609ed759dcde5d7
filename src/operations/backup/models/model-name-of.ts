/** What Ollama's own registry, and its models of no user, are called in its folder. */
const [registry, library] = ['registry.ollama.ai', 'library'];

/** As Ollama takes them: host, user, model, tag. */
const part = /^[A-Za-z0-9][\w.:-]*$/;

/**
 * The name that Ollama lists a model by, from where its manifest lies below `manifests/`:
 * `registry.ollama.ai/library/llama3/latest` is `llama3:latest`. Null where it would list none.
 */
export function modelNameOf(path: string): string | null {
  const parts = path.split('/');
  const [host = '', user = '', model = '', tag = ''] = parts;
  if (parts.length !== 4 || !parts.every((one) => part.test(one))) return null;
  const name = `${model}:${tag}`;
  if (host !== registry) return `${host}/${user}/${name}`;
  return user === library ? name : `${user}/${name}`;
}
