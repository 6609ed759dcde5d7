import { runBackend } from '@gecko/core/server/run-backend';
import { createQaApp } from './app.ts';

// The program of the container.
runBackend({
  service: 'qa',
  port: 8002,
  createApp: createQaApp,
  environment: process.env,
  write: (line) => process.stdout.write(line),
});
