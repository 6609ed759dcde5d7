/**
 * Variables as the text of an env file of Docker Compose. Between single quotes all is literal, but for
 * quotes and backslashes; between double quotes a backslash keeps what would mean something.
 */
export function envText(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${quoted(value)}\n`)
    .join('');
}

function quoted(value: string): string {
  if (!/['\\]/.test(value)) return `'${value}'`;
  const kept = value.replace(/[\\"$]/g, (character) => `\\${character}`);
  return `"${kept.replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;
}
