/** A tar that is not to be unpacked. The message names the entry and completes "ARCHIVE: ". */
export class TarRefused extends Error {
  /** As people see it; null: the reason is not about one. */
  readonly entry: string | null;

  constructor(entry: string | null, why: string) {
    super(entry === null ? why : `${JSON.stringify(entry)} ${why}`);
    this.entry = entry;
  }
}
