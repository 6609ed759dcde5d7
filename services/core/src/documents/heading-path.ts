/** Keeps the title path while headings go by in reading order. */
export class HeadingPath {
  readonly #open: { level: number; title: string }[] = [];

  /** Enters a heading; deeper or equal ones before it end. */
  enter(level: number, title: string): void {
    while ((this.#open.at(-1)?.level ?? 0) >= level) this.#open.pop();
    this.#open.push({ level, title });
  }

  titles(): string[] {
    return this.#open.map(({ title }) => title);
  }
}
