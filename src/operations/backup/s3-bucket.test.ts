import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveConfig } from '../../config/resolve.ts';
import { s3Bucket } from './s3-bucket.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gecko-s3-'));
});
afterEach(() => rmSync(home, { recursive: true }));

async function bucketOf(url: string, env: Readonly<Record<string, string>> = {}) {
  const sources = { cwd: home, flags: {}, file: null, dotenv: null, user: null };
  const config = await resolveConfig({ ...sources, env: { HOME: home, ...env } });
  return s3Bucket(url, { config });
}

const variables = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };

describe('what opens a bucket', () => {
  it('are the usual variables of AWS', async () => {
    expect(
      await bucketOf('s3://my.bucket/a/b/', {
        ...variables,
        AWS_SESSION_TOKEN: 'token',
        AWS_DEFAULT_REGION: 'eu-west-3',
      }),
    ).toEqual({
      prefix: 'a/b',
      bucket: {
        bucket: 'my.bucket',
        region: 'eu-west-3',
        endpoint: null,
        credentials: { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' },
      },
    });
  });

  it('are the keys of gecko, before those', async () => {
    const { bucket } = await bucketOf('s3://bucket', {
      ...variables,
      AWS_SESSION_TOKEN: 'token',
      AWS_ENDPOINT_URL: 'http://other',
      GECKO_BACKUP_S3_ENDPOINT: 'http://own:9000/',
      GECKO_BACKUP_S3_REGION: 'own',
      GECKO_BACKUP_S3_ACCESS_KEY_ID: 'own id',
      GECKO_BACKUP_S3_SECRET_ACCESS_KEY: 'own secret',
    });
    expect(bucket).toMatchObject({ endpoint: 'http://own:9000', region: 'own' });
    expect(bucket.credentials).toEqual({ accessKeyId: 'own id', secretAccessKey: 'own secret' });
  });

  it('is a section of the file of credentials', async () => {
    const AWS_SHARED_CREDENTIALS_FILE = join(home, 'credentials');
    writeFileSync(
      AWS_SHARED_CREDENTIALS_FILE,
      '[default]\naws_access_key_id = a\naws_secret_access_key=b\n\n# more\n[ team ]\naws_access_key_id=c\naws_secret_access_key = d/+=\naws_session_token=e\n',
    );
    const credentials = async (env = {}) =>
      (await bucketOf('s3://bucket', { AWS_SHARED_CREDENTIALS_FILE, ...env })).bucket.credentials;
    expect(await credentials()).toEqual({ accessKeyId: 'a', secretAccessKey: 'b' });
    expect(await credentials({ AWS_PROFILE: 'team' })).toEqual({
      accessKeyId: 'c',
      secretAccessKey: 'd/+=',
      sessionToken: 'e',
    });
    await expect(credentials({ AWS_PROFILE: 'none' })).rejects.toMatchObject({
      code: 'BACKUP_DENIED',
      exitCode: 12,
    });
  });

  it('is missing where there is neither', async () => {
    await expect(bucketOf('s3://bucket')).rejects.toMatchObject({ code: 'BACKUP_DENIED' });
  });

  it.each(['s3://', 's3://A', 's3://b/..', 's3://bucket/a b', 's3:///x'])(
    'says that %s is no place',
    async (url) => {
      await expect(bucketOf(url, variables)).rejects.toMatchObject({ code: 'USAGE', exitCode: 2 });
    },
  );
});
