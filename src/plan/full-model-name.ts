/** As Ollama lists a model: `llama3` is `llama3:latest`. */
export function fullModelName(name: string): string {
  return name.includes(':') ? name : `${name}:latest`;
}
