import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { proxy } from './proxy.ts';

let project: ExaminedProject;
afterEach(() => project.remove());

const authorities = (content: string): string => {
  const path = join(project.runtime.paths.data, '..', 'ca.pem');
  writeFileSync(path, content);
  project.runtime.config.outbound.ca = path;
  return path;
};
/** A certificate that is valid for some days, or not any more. */
const certificate = (days: number) => {
  const folder = join(project.runtime.paths.data, '..');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const end = new Date(Date.now() + days * 86_400_000).toISOString();
  const until = `${end.replace(/[-:T]|\.\d+/g, '')}`;
  const times = ['-not_before', '20200101000000Z', '-not_after', until];
  const files = ['-keyout', join(folder, 'k'), '-subj', '/CN=Our authority'];
  try {
    return execFileSync('openssl', ['req', '-x509', ...key, ...files, ...times], { stdio: 'pipe' });
  } catch {
    // Older ones know days alone.
    const days_ = ['-days', String(days)];
    return execFileSync('openssl', ['req', '-x509', ...key, ...files, ...days_], { stdio: 'pipe' });
  }
};

it('passes where none is set', async () => {
  project = await examinedProject();
  await project.up();
  expect(await project.short(proxy)).toEqual(['ok PROXY']);
  expect(await project.short(proxy, 'embedded')).toEqual(['ok PROXY']);
});

it('sees that what is set outside is not set inside, and the other way round', async () => {
  project = await examinedProject();
  const address = 'http://proxy.example:3128';
  project.runtime.config.outbound = { httpsProxy: address, noProxy: 'localhost,127.0.0.1' };
  project.runtime.config.services.rag.env = { http_proxy: address, NODE_EXTRA_CA_CERTS: '/ca.pem' };
  await project.up();
  expect(await project.short(proxy)).toEqual([
    'warning PROXY_SERVICES',
    'warning PROXY_NOT_INSIDE',
    'problem CA_ABSENT_INSIDE',
  ]);
});

it.each([
  ['not PEM', 'problem CA_INVALID'],
  ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'problem CA_INVALID'],
])('refuses a file of authorities that is %j', async (content, expected) => {
  project = await examinedProject();
  authorities(content);
  expect(await project.short(proxy, 'embedded')).toEqual([expected]);
});

it('refuses one that is not there', async () => {
  project = await examinedProject();
  project.runtime.config.outbound.ca = '/no/such/file.pem';
  expect(await project.examine(proxy, 'embedded')).toMatchObject([
    { code: 'CA_INVALID', text: expect.stringContaining('no such file') },
  ]);
});

it('knows when they end', async () => {
  project = await examinedProject();
  const lasting = certificate(400).toString();
  authorities(lasting);
  expect(await project.short(proxy, 'embedded')).toEqual(['ok AUTHORITIES']);
  const ending = certificate(3).toString();
  authorities(`${lasting}${ending}`);
  expect(await project.examine(proxy, 'embedded')).toMatchObject([
    { code: 'CA_EXPIRED', severity: 'warning', text: expect.stringContaining('1 of 2') },
  ]);
  project.runtime.clock = { ...project.runtime.clock, now: () => Date.now() + 10 * 86_400_000 };
  authorities(ending);
  expect(await project.short(proxy, 'embedded')).toEqual(['problem CA_EXPIRED']);
});
