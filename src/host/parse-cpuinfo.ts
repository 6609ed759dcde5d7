export interface CpuFacts {
  model: string;
  /** Physical ones; 0 where the system does not tell. */
  cores: number;
  threads: number;
  avx2: boolean;
  avx512: boolean;
}

/** /proc/cpuinfo of Linux. The model is empty and cores are 0 on processors that do not tell (ARM). */
export function parseCpuinfo(text: string): CpuFacts {
  const blocks = text
    .split(/\n\s*\n/)
    .map(fieldsOf)
    .filter((fields) => fields.has('processor'));
  const first = blocks[0] ?? new Map<string, string>();
  const flags = new Set((first.get('flags') ?? '').split(/\s+/));
  const cores = new Set(
    blocks
      .filter((fields) => fields.has('core id'))
      .map((fields) => `${fields.get('physical id')}:${fields.get('core id')}`),
  );
  return {
    model: first.get('model name') ?? '',
    cores: cores.size,
    threads: blocks.length,
    avx2: flags.has('avx2'),
    avx512: flags.has('avx512f'),
  };
}

function fieldsOf(block: string): ReadonlyMap<string, string> {
  return new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const;
    }),
  );
}
