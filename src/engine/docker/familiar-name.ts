/** An image's name as Docker shows it: Podman writes out the registry that Docker leaves to be understood. */
export function familiarName(reference: string): string {
  return reference.replace(/^docker\.io\/(library\/)?/, '');
}
