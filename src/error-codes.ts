import { adoptCodes } from './error-codes/adopt.ts';
import { backupCodes } from './error-codes/backup.ts';
import { backupAutomaticCodes } from './error-codes/backup-automatic.ts';
import { backupModelCodes } from './error-codes/backup-models.ts';
import { backupTrustCodes } from './error-codes/backup-trust.ts';
import { backupVolumeCodes } from './error-codes/backup-volumes.ts';
import { cliCodes } from './error-codes/cli.ts';
import { doctorCodes } from './error-codes/doctor.ts';
import { doctorEngineCodes } from './error-codes/doctor-engine.ts';
import { doctorNetworkCodes } from './error-codes/doctor-network.ts';
import { doctorServiceCodes } from './error-codes/doctor-services.ts';
import { engineCodes } from './error-codes/engine.ts';
import type { Explanation } from './error-codes/explanation.ts';
import { gpuCodes } from './error-codes/gpu.ts';
import { modelCodes } from './error-codes/model.ts';
import { profileCodes } from './error-codes/profile.ts';
import { serviceCodes } from './error-codes/service.ts';
import { stackCodes } from './error-codes/stack.ts';
import { exitCodes } from './errors.ts';

/** Every error code of gecko: the backends', the command line's, the engine's, the profiles', the stack's, the doctor's, the GPU's, the models', the backups' and those of moving in. */
export const errorCodes: Readonly<Record<string, Explanation>> = {
  ...serviceCodes,
  ...cliCodes,
  ...engineCodes,
  ...profileCodes,
  ...stackCodes,
  ...doctorCodes,
  ...gpuCodes,
  ...doctorEngineCodes,
  ...doctorNetworkCodes,
  ...modelCodes,
  ...doctorServiceCodes,
  ...backupCodes,
  ...backupVolumeCodes,
  ...backupModelCodes,
  ...backupAutomaticCodes,
  ...backupTrustCodes,
  ...adoptCodes,
};

/** The exit code that belongs to an error code; 1 for one of a newer backend. */
export function exitCodeOf(code: string): number {
  return Object.hasOwn(errorCodes, code)
    ? (errorCodes[code]?.exitCode ?? exitCodes.failure)
    : exitCodes.failure;
}
