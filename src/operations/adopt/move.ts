import writeFileAtomic from 'write-file-atomic';
import { amount } from '../../amount.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { Adopted } from '../adopt.ts';
import { engineSpace } from '../docker/engine-space.ts';
import { openProject } from '../docker/open-project.ts';
import { dockerUp } from '../docker/up.ts';
import { withMutex } from '../docker/with-mutex.ts';
import type { Shown } from './adopt-text.ts';
import { type BroughtAll, bringAll } from './bring-all.ts';
import { inPlaceOf } from './in-place-of.ts';
import type { MovePlan } from './move-plan.ts';
import { movedText } from './moved-text.ts';
import { removeScratch } from './remove-scratch.ts';

/**
 * Carries a confirmed move out: the file first, then what `up` does, with the old stack as what it takes the
 * place of. @throws as adopt
 */
export async function move(
  { plan, file }: Shown,
  json: Record<string, unknown>,
  healthyWithin: number,
  runtime: Runtime,
): Promise<Adopted> {
  await checkSpace(plan, runtime);
  if (file.text !== file.before) await writeFileAtomic(file.path, file.text);
  // Before anything is planned around what a gecko that was killed has left.
  await withMutex('gecko adopt', runtime, async () => {
    const { engine, owner } = await openProject(runtime);
    await removeScratch(engine, owner.project);
  });
  let all: BroughtAll = { brought: [], left: [] };
  const input = {
    ...{ profile: undefined, autoGpu: false, gpus: undefined, services: [], dryRun: false },
    ...{ forceRecreate: false, withModel: true, healthyWithin },
  };
  const up = await dockerUp(input, runtime, {
    command: 'gecko adopt',
    ports: plan.ports,
    replacedBy: (work) => inPlaceOf(plan, runtime, work),
    async carry(project) {
      if (plan.qdrant) all = await bringAll(plan.qdrant, project, runtime);
    },
  });
  const { brought, left } = all;
  const failed = brought.flatMap((one) => one.failed);
  return {
    exitCode: failed.length > 0 ? exitCodes.partial : exitCodes.ok,
    report: {
      json: { ...json, adopted: true, brought, left, up: up.json },
      text: (style) => `${up.text(style)}\n\n${movedText(plan, all, style)}`,
    },
  };
}

/** Both copies, and what is made of the documents: about as much again. */
async function checkSpace({ qdrant, ollama }: MovePlan, { docker }: Runtime): Promise<void> {
  const tools = await docker();
  const { info } = await tools.engine();
  const space = await engineSpace(info, tools);
  const needed = 2 * (qdrant?.size ?? 0) + (ollama?.size ?? 0);
  if (space === null || space.bytes >= needed) return;
  throw new GeckoError(
    'NO_SPACE',
    `Moving in may take ${amount(needed)}, and the engine's disk has ${amount(space.bytes)} free in ${space.place}`,
    {
      exitCode: exitCodes.space,
      hint: 'Nothing was changed. Make room, then run the command again.',
      details: { needed, free: space.bytes },
    },
  );
}
