import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { door } from './door.ts';

let project: ExaminedProject;
beforeEach(async () => {
  project = await examinedProject();
  await project.up();
  project.runtime.knocked = wellGuarded;
});
afterEach(() => project.remove());

/** As the door's own tests know it. */
function wellGuarded(asked: string, headers: Readonly<Record<string, string>>): number {
  if (headers.host !== undefined || headers.origin !== undefined) return 403;
  return /collections|delete/.test(asked) ? 401 : 200;
}

describe('door', () => {
  it('is content where routes answer and guards refuse', async () => {
    expect(await project.examine(door)).toMatchObject([
      { code: 'DOOR', severity: 'ok', text: expect.stringContaining('refuse all 12 requests') },
    ]);
  });

  it.each([
    ['the page', /GET .*\/$/, 'web'],
    ['its health', /GET .*\/health$/, 'rag'],
    ['its list', /api\/tags/, 'ollama'],
  ])('says which route does not answer: %s', async (what, pattern, service) => {
    project.runtime.knocked = (asked, headers) =>
      pattern.test(asked) && headers.host === undefined ? 502 : wellGuarded(asked, headers);
    expect(await project.examine(door)).toContainEqual(
      expect.objectContaining({
        code: 'DOOR_ROUTE',
        text: `The door does not answer as it should at the port of ${service}: ${what}`,
        evidence: [expect.stringContaining('HTTP 502')],
      }),
    );
  });

  it.each([
    ['a foreign Host', (_: string, { host }: Record<string, string>) => host !== undefined],
    [
      'a page of a foreign',
      (_: string, { origin }: Record<string, string>) => origin !== undefined,
    ],
    ['its collections', (asked: string) => asked.includes('collections')],
    ['a deletion', (asked: string) => asked.includes('delete')],
  ])('is alarmed where the door lets in %s', async (what, isLetIn) => {
    project.runtime.knocked = (asked, headers) =>
      isLetIn(asked, headers) ? 200 : wellGuarded(asked, headers);
    const found = await project.examine(door);
    expect(found).toContainEqual(
      expect.objectContaining({
        code: 'DOOR_OPEN',
        severity: 'problem',
        text: expect.stringContaining(what),
      }),
    );
  });

  it('restarts the door', async () => {
    project.runtime.knocked = () => null;
    await project.mend(door, 'DOOR_ROUTE');
    expect(project.docker.fake.made).toContain('restartContainer gecko-web-1');
  });

  it('does not ask for what does not run, and is not asked where it does not run itself', async () => {
    project.docker.fake.crash('gecko-qdrant-1', 1);
    expect(await project.examine(door)).toMatchObject([
      { severity: 'ok', text: expect.not.stringContaining('qdrant') },
    ]);
    project.docker.fake.crash('gecko-web-1', 1);
    expect(await project.examine(door)).toBe('web does not run');
  });

  it('knocks at the embedded ports, too', async () => {
    await project.runtime.supervisor.ensure(project.runtime.signal);
    expect(await project.examine(door, 'embedded')).toMatchObject([
      { severity: 'ok', text: expect.stringContaining('refuse all 6 requests') },
    ]);
  });
});
