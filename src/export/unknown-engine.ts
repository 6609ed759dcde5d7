import type { StackInput } from '../stack/resolve-stack.ts';

/** An export is for a machine that nobody has looked at: nothing is lowered, and nothing left out. */
export const unknownEngine: StackInput['engine'] = {
  address: '',
  isLocal: true,
  cpus: Number.POSITIVE_INFINITY,
  memory: Number.POSITIVE_INFINITY,
  canLimit: { memory: true, cpus: true },
  rootless: false,
  selinux: false,
  usernsRemap: false,
};
