/** A value that whoever runs an export may change there, in `.env`. */
export interface Setting {
  name: string;
  value: string;
  /** What it is, for people. */
  about: string;
}

/** Text that Compose is to take as it is. */
export function literal(text: string): string {
  return text.replace(/\$/g, '$$$$');
}

/** How the value of a setting is asked for in compose.yaml. */
export function variable({ name, value }: Pick<Setting, 'name' | 'value'>): string {
  // Such a default would end too early.
  return /[${}]/.test(value) ? literal(value) : `\${${name}:-${value}}`;
}
