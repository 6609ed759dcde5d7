import { record, text, textMap } from '../../../src/engine/docker/fields.ts';
import type { VolumeState } from '../../../src/engine/objects.ts';
import type { FakeEngine } from '../fake-engine.ts';
import { Refusal, type Routes } from './call.ts';

const Create = record({ Name: text, Labels: textMap });

export const volumeRoutes: Routes = {
  'GET /volumes': async ({ engine }) => {
    const { foreign } = await engine.snapshot('');
    return { status: 200, body: { Volumes: foreign.volumes.map(volumeJson), Warnings: null } };
  },
  'POST /volumes/create': async ({ engine, body }) => {
    const { Name, Labels } = Create.parse(await body());
    await engine.createVolume(Name, Labels);
    return { status: 201, body: await there(engine, Name) };
  },
  'GET /volumes/([^/]+)': async ({ engine }, name) => ({
    status: 200,
    body: await there(engine, name),
  }),
  'DELETE /volumes/([^/]+)': async ({ engine }, name = '') => {
    await there(engine, name);
    await engine.removeVolume(name);
    return { status: 204 };
  },
};

async function there(engine: FakeEngine, name = '') {
  const found = await engine.volume(name);
  if (found === null) throw new Refusal(404, `get ${name}: no such volume`);
  return volumeJson(found);
}

function volumeJson({ name, driver, labels, mountpoint, created }: VolumeState) {
  return {
    Name: name,
    Driver: driver,
    Labels: labels,
    Mountpoint: mountpoint,
    Scope: 'local',
    ...(created === null ? {} : { CreatedAt: new Date(created).toISOString() }),
  };
}
