import { errorCode } from '../../error-code.ts';
import type { GeckoError } from '../../errors.ts';
import { engineError } from '../engine-error.ts';

/**
 * Why a connection to an engine could not be made, or broke; null for errors of another kind.
 * @param where how the engine was found, such as `DOCKER_HOST=tcp://…`
 * @param during the call under way; empty for the first
 */
export function connectionError(error: unknown, where: string, during: string): GeckoError | null {
  const cause = errorCode(error);
  const why = reasons[cause] ?? tlsReason(error, cause) ?? sshReason(error);
  if (why === null) return null;
  const details = { where, why, cause, ...(during === '' ? {} : { during }) };
  if (cause === 'EACCES' || cause === 'EPERM')
    return engineError('ENGINE_FORBIDDEN', `This user may not speak to the engine at ${where}`, {
      hint: 'Join the group docker (sudo usermod -aG docker $USER, then log in anew), or use rootless Docker or Podman.',
      details,
      cause: error,
    });
  const message =
    during === ''
      ? `The engine cannot be reached at ${where}: ${why}`
      : `The engine at ${where} was lost during "${during}": ${why}`;
  return engineError('ENGINE_UNREACHABLE', message, {
    hint: 'Start it, or choose another with DOCKER_HOST or docker context use.',
    details,
    cause: error,
  });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such socket',
  ENOTDIR: 'no such socket',
  ENOTSOCK: 'it is not a socket',
  EACCES: 'not permitted',
  EPERM: 'not permitted',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection broke',
  ECONNABORTED: 'the connection broke',
  EPIPE: 'the connection broke',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the host name cannot be looked up',
  EHOSTUNREACH: 'no way to the host',
  EHOSTDOWN: 'the host is down',
  ENETUNREACH: 'no way to the network',
  ETIMEDOUT: 'the host does not answer',
  HPE_INVALID_CONSTANT: 'what answers there speaks no HTTP',
  HPE_CR_EXPECTED: 'what answers there speaks no HTTP',
};

function tlsReason(error: unknown, code: string): string | null {
  const isTls = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|ERR_OSSL)/.test(
    code,
  );
  return isTls && error instanceof Error ? `TLS: ${error.message}` : null;
}

/** What ssh said last before it ended. */
function sshReason(error: unknown): string | null {
  return error instanceof Error && error.name === 'SshError' ? error.message : null;
}
