import { expect, it } from 'vitest';
import { restoreCommand } from './restore-command.ts';

const input = { what: 'all', asked: 'latest', otherFingerprint: false, models: [] } as const;

it('names the backup itself, which another may be the latest after', () => {
  expect(restoreCommand(input, '1a2b3c4d')).toBe('gecko restore all 1a2b3c4d');
});

it('has every option again, quoted where a shell needs it', () => {
  const asked = '/mnt/my disk/all.tar.zst';
  const more = {
    to: 's3://vault/team',
    signKey: 'sign.key',
    passphraseFile: '/run/pass',
    models: ['a', 'b:1'],
  };
  expect(restoreCommand({ ...input, ...more, asked, otherFingerprint: true }, '1a2b3c4d')).toBe(
    "gecko restore all '/mnt/my disk/all.tar.zst' --to s3://vault/team --passphrase-file /run/pass --sign-key sign.key --models a,b:1 --other-fingerprint",
  );
});
