import type { Door } from '../../clients/door.ts';
import type { Engine, Snapshot } from '../../engine/engine.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { labelNames, type Owner } from '../../stack/labels.ts';
import { creatorName } from '../../state/creator-name.ts';
import { ensureProjectState } from '../../state/project-state.ts';
import { ensureToken } from '../../state/token.ts';
import { adoptIdentity } from './adopt-identity.ts';
import { doorUrl } from './door-url.ts';

/** A project in the docker runtime, as it is now. */
export interface DockerProject {
  engine: Engine;
  owner: Owner;
  secrets: { token: string; qdrantKey: string };
  door: Door;
  seen: Snapshot;
}

/**
 * Finds the engine, looks at what the project has there, and reads or makes its id and secrets.
 * @throws GeckoError PROJECT_FOREIGN (exit 22) where the objects of that name are another's, and the engine's
 */
export async function openProject(runtime: Runtime): Promise<DockerProject> {
  const { config, paths, version, clock } = runtime;
  const docker = await runtime.docker();
  const engine = await docker.engine();
  const seen = await engine.snapshot(config.project);
  await adoptIdentity(engine, seen, runtime);
  const { projectId } = ensureProjectState(paths.project.state, version, clock.now());
  const owner = { project: config.project, projectId, version, createdBy: creatorName() };
  checkOwner(seen, owner, engine);
  const token = ensureToken(paths.project.token);
  const qdrantKey = ensureToken(paths.project.qdrantKey);
  return {
    engine,
    owner,
    secrets: { token, qdrantKey },
    door: docker.door(() => doorUrl('web', runtime), token),
    seen,
  };
}

/** A project of the same name that another user, or another machine, has made. */
function checkOwner(seen: Snapshot, { project, projectId }: Owner, { info }: Engine): void {
  const other = [...seen.containers, ...seen.volumes, ...seen.networks].find(
    ({ labels }) => labels[labelNames.projectId] !== projectId,
  );
  if (!other) return;
  const { [labelNames.createdBy]: creator = 'another gecko', [labelNames.version]: made } =
    other.labels;
  throw new GeckoError(
    'PROJECT_FOREIGN',
    `The project ${project} on ${info.address} was made by ${creator}, with gecko ${made}, and is not the one that this machine has: ${other.name}`,
    {
      exitCode: exitCodes.conflict,
      hint: `Use another name (--project), or remove what is there: docker ps -a --filter label=${labelNames.project}=${project}`,
      details: { name: other.name, creator },
    },
  );
}
