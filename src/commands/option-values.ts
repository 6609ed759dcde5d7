/** The value of an option that takes a text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value of an option of type integer. */
export function integerOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The values of a repeatable option, or the words of a variadic argument. */
export function textsOf(value: unknown): string[] {
  return [value].flat().filter((item) => typeof item === 'string');
}

/** The names in the values of a repeatable option, of which each may hold several, with commas between them. */
export function namesOf(value: unknown): string[] {
  return textsOf(value).flatMap((names) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  );
}
