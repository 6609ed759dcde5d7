import { amount } from '../../../amount.ts';
import { GeckoError } from '../../../errors.ts';
import { memoryNeeds } from '../../../fit/memory-needs.ts';
import { shapeOf } from '../../../fit/shape-of.ts';
import { useOf } from '../../../fit/use-of.ts';
import { hasModel } from '../../../plan/has-model.ts';
import { asksOllama } from '../../../stack/asks-ollama.ts';
import { labelNames } from '../../../stack/labels.ts';
import { capital } from '../../capital.ts';
import type { Check, Finding } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';
import { judgeLimits } from '../judge/judge-limits.ts';
import { judgeMemory } from '../judge/judge-memory.ts';
import { modelNeed } from '../model-need.ts';

/** Memory of the machine and of each container, against the chosen model and what a service takes. */
export const memory: Check = {
  id: 'memory',
  title: 'memory',
  runtimes: ['docker', 'embedded'],
  deadline: 20_000,
  async run(facts, signal) {
    const containers = facts.kind === 'docker' ? await containersOf(facts) : [];
    const small = containers.flatMap(({ service, name, memoryLimit }) => {
      const finding = judgeLimits(service, { name, memoryLimit });
      return finding ? [finding] : [];
    });
    const ollama = containers.find(({ service }) => service === 'ollama') ?? null;
    return { findings: [await ofModel(facts, ollama, signal), ...small] };
  },
};

async function containersOf({ project }: DoctorFacts) {
  const { engine, seen } = await project();
  const all = await Promise.all(
    seen.containers.map(async ({ id, labels }) => {
      const details = await engine.container(id);
      const service = labels[labelNames.service] ?? '';
      if (details === null) return [];
      const { name, memoryLimit, devices } = details;
      return [{ service, name, memoryLimit, hasCard: devices.length > 0 }];
    }),
  );
  return all.flat();
}

/** @param ollama the container that loads it; null: a program of the machine */
async function ofModel(
  facts: DoctorFacts,
  ollama: { memoryLimit: number | null; hasCard: boolean } | null,
  signal: AbortSignal,
): Promise<Finding> {
  const machine = await machineOf(facts);
  const loads = await whatLoads(facts, signal);
  if ('unknown' in loads) {
    const text = `${capital(machine.where)} has ${amount(machine.bytes)} of memory`;
    return { code: 'MEMORY', severity: 'ok', text, consequence: loads.unknown };
  }
  const mayHaveCard = !loads.isLoaded && (ollama?.hasCard ?? (await hostHasCard(facts)));
  const limit = ollama?.memoryLimit ?? null;
  return judgeMemory({
    ...{ model: loads.model, need: loads.bytes, limit, mayHaveCard },
    ...{ machine: machine.bytes, where: machine.where },
  });
}

async function hostHasCard({ host }: DoctorFacts): Promise<boolean> {
  const { nvidia, amd, apple } = await host();
  return [nvidia, amd, apple].some(({ state }) => state === 'found');
}

async function machineOf({ kind, engine, host }: DoctorFacts) {
  if (kind === 'embedded') return { bytes: (await host()).memory.total, where: 'this machine' };
  return { bytes: (await engine()).info.memory, where: "the engine's machine" };
}

type Loads = { model: string; bytes: number; isLoaded: boolean } | { unknown: string };

/** The model that writes the answers, and what it takes of the memory beside a graphics card. */
async function whatLoads(facts: DoctorFacts, signal: AbortSignal): Promise<Loads> {
  const { kind, runtime } = facts;
  const { config } = runtime;
  const { contextTokens, kind: generator } = config.generator;
  const found = asksOllama(config)
    ? await inOllama(facts, signal)
    : { unknown: 'No Ollama is asked' };
  if (!('unknown' in found) || kind === 'docker') return found;
  if (generator !== 'auto' && generator !== 'gguf') return found;
  const own = await runtime.models.list();
  const wanted = own.find(({ name }) => name === config.generator.gguf) ?? own[0];
  return wanted
    ? { model: wanted.name, bytes: modelNeed(wanted.bytes, contextTokens), isLoaded: false }
    : found;
}

async function inOllama(facts: DoctorFacts, signal: AbortSignal): Promise<Loads> {
  const { model, generator, services } = facts.runtime.config;
  try {
    const { server } = await facts.ollama();
    const [models, running] = await Promise.all([server.models(signal), server.running(signal)]);
    const there = models.find(({ name }) => hasModel([name], model));
    if (!there) return { unknown: `What ${model} needs is not known before it is there` };
    const loaded = running.find(({ name }) => hasModel([name], model));
    if (loaded) return { model, bytes: loaded.bytes - loaded.deviceBytes, isLoaded: true };
    const shape = shapeOf((await server.show(model, signal)).metadata);
    const use = useOf(generator.contextTokens, services.ollama.env);
    const bytes = shape
      ? memoryNeeds(there.bytes, shape, use).total
      : modelNeed(there.bytes, generator.contextTokens);
    return { model, bytes, isLoaded: false };
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
    return { unknown: `What ${model} needs is not known: Ollama does not answer` };
  }
}
