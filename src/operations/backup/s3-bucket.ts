import { readFile } from 'node:fs/promises';
import type { S3Bucket } from '../../archive/repository/s3-client.ts';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';

/**
 * The bucket and the prefix of `s3://bucket/prefix`, with what opens it: the keys of gecko, else the usual
 * variables of AWS, else its file of credentials.
 * @throws GeckoError USAGE (exit 2), BACKUP_DENIED (12) where no key is at hand
 */
export async function s3Bucket(
  url: string,
  { config }: Pick<Runtime, 'config'>,
): Promise<{ bucket: S3Bucket; prefix: string }> {
  const [, bucket = '', prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(url) ?? [];
  const parts = prefix.split('/').filter((part) => part !== '');
  if (bucket === '' || !parts.every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part)))
    throw new GeckoError('USAGE', `${url} is no place in S3`, {
      exitCode: exitCodes.usage,
      hint: 'It looks like s3://bucket/prefix; a prefix has letters, digits, . _ - and /.',
    });
  const { s3 } = config.backup;
  const { aws } = config;
  return {
    prefix: parts.join('/'),
    bucket: {
      bucket,
      region: s3.region ?? aws.region ?? 'us-east-1',
      endpoint: (s3.endpoint ?? aws.endpoint ?? null)?.replace(/\/+$/, '') ?? null,
      credentials: await credentialsOf(config),
    },
  };
}

async function credentialsOf({ backup, aws }: Runtime['config']): Promise<S3Bucket['credentials']> {
  const { accessKeyId, secretAccessKey } = backup.s3;
  if (accessKeyId !== undefined && secretAccessKey !== undefined)
    return { accessKeyId, secretAccessKey };
  const given =
    aws.accessKeyId === undefined && aws.credentialsFile !== undefined
      ? await inFile(aws.credentialsFile, aws.profile)
      : aws;
  if (given.accessKeyId !== undefined && given.secretAccessKey !== undefined)
    return {
      accessKeyId: given.accessKeyId,
      secretAccessKey: given.secretAccessKey,
      ...(given.sessionToken === undefined ? {} : { sessionToken: given.sessionToken }),
    };
  throw new GeckoError('BACKUP_DENIED', 'No key is at hand that opens the bucket', {
    exitCode: exitCodes.key,
    hint: `Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write them into the section [${aws.profile}] of ~/.aws/credentials.`,
  });
}

/** A section of the file that AWS's own tools keep. */
async function inFile(path: string, profile: string): Promise<Partial<S3Bucket['credentials']>> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes(errorCode(error))) return '';
    throw error;
  });
  const found = new Map<string, string>();
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[\s*(.+?)\s*\]/.exec(line)?.[1] ?? section;
    const [, name, value] = /^\s*(aws_\w+)\s*=\s*(\S+)/.exec(line) ?? [];
    if (section === profile && name !== undefined && value !== undefined) found.set(name, value);
  }
  const all = {
    accessKeyId: found.get('aws_access_key_id'),
    secretAccessKey: found.get('aws_secret_access_key'),
    sessionToken: found.get('aws_session_token'),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
