import { amount } from '../../amount.ts';
import { withChosenModel } from '../../config/with-chosen-model.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { catalogue } from '../../fit/catalogue.ts';
import type { FitMachine } from '../../fit/fit-machine.ts';
import type { ModelUse } from '../../fit/model-use.ts';
import { type RankedModel, rankModels } from '../../fit/rank-models.ts';
import type { Runtime } from '../../runtime.ts';
import { machineText } from '../model/fit-text.ts';
import { machineHere } from '../model/machine-here.ts';
import { modelJudge } from '../model/model-judge.ts';
import type { HardwareInput } from './choose-hardware.ts';
import { openProject } from './open-project.ts';

/** Of a measured bandwidth, on a machine that does other things beside. */
const VARIATION = 0.4;

export interface AutoModelInput extends Omit<HardwareInput, 'failed'> {
  /** As MachineOptions has it. */
  measure?: () => number;
}

/**
 * The runtime with the best model that fits the stack's hardware, where nobody has set one, and says why it was
 * chosen. Who brings it up remembers it for the project.
 * @throws GeckoError NO_MODEL_FITS (exit 21), and the engine's
 */
export async function withAutoModel(
  { measure, ...hardware }: AutoModelInput,
  runtime: Runtime,
): Promise<Runtime> {
  const { config, ui } = runtime;
  const origin = config.entries.find(({ key }) => key === 'model')?.origin.kind;
  const isSet = origin !== 'default' && origin !== 'chosen';
  if (isSet || config.model !== configured(runtime)) {
    ui.event({
      type: 'note',
      text: `Model ${config.model}, as it is set: --auto-model leaves it.`,
    });
    return runtime;
  }
  const { door } = await openProject(runtime);
  const found = { server: door.ollama, place: `the project ${config.project}`, isOurs: true };
  const machine = await machineHere(found, runtime, {
    kind: 'docker',
    hardware,
    ...(measure ? { measure } : {}),
  });
  if (machine === null) return runtime;
  const { use } = modelJudge(machine, runtime);
  const earlier = origin === 'chosen' ? config.model : null;
  const best = steady(earlier, use, machine);
  if (!best?.isBest)
    throw new GeckoError('NO_MODEL_FITS', `No model fits ${machineText(machine)}`, {
      exitCode: exitCodes.unsupported,
      hint: 'gecko model recommend shows what each needs. Without --auto-model, and with --no-model, everything else comes up.',
    });
  const { name } = best.model;
  ui.event({
    type: 'note',
    text: `Model ${name}, ${best.why}: it needs about ${amount(best.needs.total)}, and there is ${machineText(machine)}. It stays the project's until the key model says otherwise.`,
  });
  return { ...runtime, config: withChosenModel(asDefault(config), name) };
}

/**
 * The best, or the one that was chosen earlier where it is no better than what would be the best with more
 * bandwidth, and no worse than with less: what is measured varies, and one call after the other must not
 * pull another model each time.
 */
function steady(
  earlier: string | null,
  use: ModelUse,
  machine: FitMachine,
): RankedModel | undefined {
  const rank = (factor: number) => {
    const bandwidth = machine.bandwidth === null ? null : machine.bandwidth * factor;
    return rankModels(catalogue, use, { ...machine, bandwidth });
  };
  const ranked = rank(1);
  const kept = ranked.find(({ model, fit }) => model.name === earlier && fit.where !== 'no');
  const place = (one: RankedModel | undefined) => (one ? catalogue.indexOf(one.model) : -1);
  const isWithin =
    place(rank(1 + VARIATION)[0]) <= place(kept) && place(kept) <= place(rank(1 - VARIATION)[0]);
  return kept && isWithin ? { ...kept, isBest: true } : ranked[0];
}

/** What the entry says; `--model` changes the configuration and not its entries. */
function configured({ config }: Runtime): unknown {
  return config.entries.find(({ key }) => key === 'model')?.value;
}

/** An earlier choice gives way to a new one. */
function asDefault(config: Runtime['config']): Runtime['config'] {
  const origin = { kind: 'default' } as const;
  const entries = config.entries.map((one) => (one.key === 'model' ? { ...one, origin } : one));
  return { ...config, entries };
}
