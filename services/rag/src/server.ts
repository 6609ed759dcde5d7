import { runBackend } from '@gecko/core/server/run-backend';
import { createRagApp } from './app.ts';

// A service that is away is to be known by its name soon, and found again soon: by itself the C library
// waits for ten seconds where no name server answers.
process.env.RES_OPTIONS ??= 'timeout:1 attempts:2';

// The program of the container.
runBackend({
  service: 'rag',
  port: 8000,
  createApp: createRagApp,
  environment: process.env,
  write: (line) => process.stdout.write(line),
});
