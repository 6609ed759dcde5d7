/** A small setting that this browser keeps. Where it keeps nothing (private windows, full storage), none is there. */
export function kept(name: string) {
  const key = `gecko.${name}`;
  return {
    read(): string | null {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    write(value: string): void {
      try {
        localStorage.setItem(key, value);
      } catch {
        // It then holds for this visit only.
      }
    },
  };
}
