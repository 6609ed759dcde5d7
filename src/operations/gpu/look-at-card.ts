import type { Exec } from '../../clients/exec.ts';
import { GeckoError } from '../../errors.ts';
import type { HostFacts } from '../../host/host-facts.ts';
import { parseLook } from '../../proof/parse-look.ts';
import { parseUsedMemory } from '../../proof/parse-used-memory.ts';
import type { Absence, ContainerLook } from '../../proof/signals.ts';
import type { OllamaSite } from './ollama-site.ts';
import { runInContainer } from './run-in-container.ts';

export interface CardSeen {
  look: ContainerLook | Absence;
  /** Bytes of all cards' memory that are used. */
  used: { bytes: number } | Absence;
}

/** Milliseconds. */
const deadline = 5_000;
const memoryQuery = ['--query-gpu=memory.used', '--format=csv,noheader,nounits'];
const amdMemory = ['vram', 'gtt']
  .map((kind) => `/sys/class/drm/renderD*/device/mem_info_${kind}_used`)
  .join(' ');

/**
 * The card as Ollama's container sees it: whether it may be opened, and how much of its memory is used. Of an
 * Ollama outside of the stack only the latter, where it runs on this machine.
 */
export async function lookAtCard(
  { inStack, profile, isHere }: OllamaSite,
  { exec, host }: { exec: Exec; host: HostFacts | null },
  signal: AbortSignal,
): Promise<CardSeen> {
  if (inStack === null) {
    const look = { absence: 'Ollama runs outside of the stack' };
    return { look, used: isHere && hasNvidiaOnly(host) ? await askHost(exec, look, signal) : look };
  }
  if (profile === 'cpu' || profile === 'host') {
    const absence = 'no card was passed to the container';
    return { look: { absence }, used: { absence } };
  }
  const { container, engine } = inStack;
  if (profile === 'gpu-nvidia') {
    const said = await runInContainer(inStack, `nvidia-smi ${memoryQuery.join(' ')}`, signal);
    const used = parseUsedMemory(said, 2 ** 20);
    const isToldHere = 'absence' in used && engine.info.isLocal;
    return { look: parseLook(said), used: isToldHere ? await askHost(exec, used, signal) : used };
  }
  const nodes = container.devices.flatMap((device) =>
    device.kind === 'device' && device.path !== '/dev/dri' ? [device.path] : [],
  );
  // It opens each for writing, and has nothing to write.
  const opened = await runInContainer(inStack, `tee -a ${nodes.join(' ')}`, signal);
  const memory = await runInContainer(inStack, `cat ${amdMemory}`, signal);
  return { look: parseLook(opened), used: parseUsedMemory(memory, 1) };
}

/** Which of two kinds of cards an Ollama outside of the stack uses is not known. */
function hasNvidiaOnly(host: HostFacts | null): boolean {
  return host?.nvidia.state === 'found' && host.amd.state !== 'found';
}

/** The machine's own nvidia-smi, which an image need not have. */
async function askHost(
  exec: Exec,
  before: Absence,
  signal: AbortSignal,
): Promise<CardSeen['used']> {
  try {
    const options = { timeoutMs: deadline, signal, env: { LC_ALL: 'C' } };
    const used = parseUsedMemory(await exec.run('nvidia-smi', memoryQuery, options), 2 ** 20);
    return 'absence' in used ? before : used;
  } catch (error) {
    if (error instanceof GeckoError) return before;
    throw error;
  }
}
