/** An instance of a split card (MIG). */
export interface MigDevice {
  /** Index of the card. */
  gpu: number;
  /** `MIG-…` */
  uuid: string;
  /** `1g.10gb`: seventh parts of the card's processors, and memory. */
  profile: string;
}

/** Output of `nvidia-smi -L`. */
export function parseNvidiaList(output: string): MigDevice[] {
  let gpu = -1;
  return output.split(/\r?\n/).flatMap((line) => {
    const card = /^GPU (\d+):/.exec(line);
    if (card) gpu = Number(card[1]);
    const [, profile, uuid] =
      /^\s*MIG (\S+)\s+Device\s+\d+: \(UUID: (MIG-[^)]+)\)/.exec(line) ?? [];
    return profile === undefined || uuid === undefined || gpu < 0 ? [] : [{ gpu, uuid, profile }];
  });
}
