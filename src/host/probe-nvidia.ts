import type { Exec, ExecResult } from '../clients/exec.ts';
import { GeckoError } from '../errors.ts';
import { diagnoseNvidia } from './diagnose-nvidia.ts';
import type { HostFiles } from './host-files.ts';
import { type MigDevice, parseNvidiaList } from './parse-nvidia-list.ts';
import {
  type NvidiaField,
  type NvidiaGpu,
  nvidiaFields,
  parseNvidiaSmi,
} from './parse-nvidia-smi.ts';
import { hasPciDisplay } from './pci-displays.ts';
import type { ProbeResult } from './probe-result.ts';

export interface NvidiaFacts {
  /** At least one. */
  gpus: readonly NvidiaGpu[];
  migDevices: readonly MigDevice[];
  /** What nvidia-smi said in place of cards that do not answer. */
  unhealthy: readonly string[];
  /** The NVIDIA Container Toolkit lies on this machine, whether or not an engine knows it. */
  toolkit: boolean;
  /** So does the hook of it that Docker uses where it finds it, listed or not. */
  hook: boolean;
  /** A CDI specification for NVIDIA lies where engines look for one. */
  cdiSpec: boolean;
}

/** Milliseconds; a driver that hangs never answers. */
const deadline = 5000;

/** Exit code of a corrupted infoROM, which is a warning: the cards work (nvidia-smi(1), RETURN VALUE). */
const corruptedInfoRom = 14;

/** Windows puts it there for WSL, outside of PATH for some shells; a distribution's own one does not fit. */
const wslProgram = '/usr/lib/wsl/lib/nvidia-smi';

/** NVIDIA cards of this machine, by nvidia-smi. */
export async function probeNvidia(
  exec: Exec,
  files: HostFiles,
  signal: AbortSignal,
): Promise<ProbeResult<NvidiaFacts>> {
  const program = (await files.stat(wslProgram)) ? wslProgram : 'nvidia-smi';
  const smi = (args: readonly string[]) =>
    exec.run(program, args, { timeoutMs: deadline, signal, env: { LC_ALL: 'C' } });
  try {
    const { fields, result } = await query(smi);
    const works = result.exitCode === 0 || result.exitCode === corruptedInfoRom;
    if (!works) return await withCard(files, diagnoseNvidia(result));
    const { gpus, unhealthy } = parseNvidiaSmi(result.stdout, fields);
    if (gpus.length === 0) return await withCard(files, diagnoseNvidia(result));
    const isSplit = gpus.some(({ split }) => split);
    const list = isSplit ? (await smi(['-L'])).stdout : '';
    const migDevices = parseNvidiaList(list);
    const [toolkit, hook, cdiSpec] = await Promise.all([
      isThere(files, '/usr/bin/nvidia-ctk'),
      isThere(files, '/usr/bin/nvidia-container-runtime-hook'),
      hasCdiSpec(files),
    ]);
    return { state: 'found', facts: { gpus, migDevices, unhealthy, toolkit, hook, cdiSpec } };
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
    if (error.code === 'PROGRAM_MISSING') return withoutProgram(files);
    return {
      state: 'broken',
      reason: `nvidia-smi does not answer within ${deadline / 1000} s`,
      mend: 'Restart the machine: the NVIDIA driver hangs',
    };
  }
}

/** Asks for all fields, then without those that an old driver does not know. */
async function query(
  smi: (args: readonly string[]) => Promise<ExecResult>,
): Promise<{ fields: readonly NvidiaField[]; result: ExecResult }> {
  let fields: readonly NvidiaField[] = nvidiaFields;
  while (true) {
    const result = await smi([`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits']);
    const [, unknown] =
      /Field "([^"]+)" is not a valid field/.exec(`${result.stdout}${result.stderr}`) ?? [];
    const known = fields.filter((field) => field !== unknown);
    if (known.length === fields.length) return { fields, result };
    fields = known;
  }
}

/** A card that the driver does not find is a driver that does not fit it. */
async function withCard(
  files: HostFiles,
  result: ProbeResult<NvidiaFacts>,
): Promise<ProbeResult<NvidiaFacts>> {
  if (result.state !== 'none' || !(await hasPciDisplay(files, 'nvidia'))) return result;
  return {
    state: 'broken',
    reason: 'The machine has an NVIDIA card, and its driver does not find it',
    mend: 'Install the driver that fits the card, or restart the machine after an update',
  };
}

async function withoutProgram(files: HostFiles): Promise<ProbeResult<NvidiaFacts>> {
  if (!(await hasPciDisplay(files, 'nvidia'))) {
    return { state: 'none', reason: 'This machine has no NVIDIA card' };
  }
  return {
    state: 'broken',
    reason: 'The machine has an NVIDIA card, and nvidia-smi is not installed',
    mend: 'Install the NVIDIA driver, 550 or newer (Ubuntu: sudo ubuntu-drivers install)',
  };
}

async function isThere(files: HostFiles, path: string): Promise<boolean> {
  return (await files.stat(path)) !== null;
}

async function hasCdiSpec(files: HostFiles): Promise<boolean> {
  const names = await Promise.all(['/etc/cdi', '/var/run/cdi'].map((path) => files.list(path)));
  return names.flat().some((name) => /nvidia.*\.(ya?ml|json)$/i.test(name));
}
