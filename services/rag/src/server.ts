import { runBackend } from '@gecko/core/server/run-backend';
import { createRagApp } from './app.ts';

// The program of the container.
runBackend({
  service: 'rag',
  port: 8000,
  createApp: createRagApp,
  environment: process.env,
  write: (line) => process.stdout.write(line),
});
