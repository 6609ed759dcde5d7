/**
 * What differs between the parts that a container was made with and those that are wanted: their names.
 * @param label as it was written; absent on containers of older versions
 * @returns none where the label does not tell
 */
export function changedParts(
  label: string | undefined,
  wanted: Readonly<Record<string, string>>,
): string[] {
  const had = read(label);
  if (had === null) return [];
  return [...new Set([...Object.keys(wanted), ...Object.keys(had)])].filter(
    (name) => had[name] !== wanted[name],
  );
}

function read(label: string | undefined): Readonly<Record<string, unknown>> | null {
  try {
    const parts: unknown = JSON.parse(label ?? '');
    return parts !== null && typeof parts === 'object' && !Array.isArray(parts)
      ? { ...parts }
      : null;
  } catch {
    // Another version's, or a person's: what cannot be read tells nothing.
    return null;
  }
}
