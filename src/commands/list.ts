import type { CommandSpec } from './spec.ts';

export interface ListedCommand {
  name: string;
  /** The same as in its spec: known before the module is loaded. */
  aliases?: readonly string[];
  /** Heading in `gecko --help`. */
  group:
    | 'Start here'
    | 'Services'
    | 'Documents and questions'
    | 'Models'
    | 'Backups'
    | 'Look and mend';
  /** Works without configuration, so that a broken gecko.yaml cannot stop it. */
  standalone?: true;
  /** The words behind its arguments belong to another program: see foreign-words.ts. */
  runsPrograms?: true;
  /** Runs until it is interrupted, as its ordinary end. */
  endless?: true;
  /** Milliseconds for cleaning up after Ctrl-C; 5,000 where it does not say. */
  graceMs?: number;
  load(): Promise<{ command: CommandSpec }>;
}

/** Every command, in the order of `gecko --help`. Its module is loaded when it is called. */
export const commands: readonly ListedCommand[] = [
  { name: 'quickstart', group: 'Start here', load: () => import('./quickstart.ts') },
  { name: 'up', group: 'Services', graceMs: 60_000, load: () => import('./up.ts') },
  { name: 'down', group: 'Services', graceMs: 60_000, load: () => import('./down.ts') },
  { name: 'start', group: 'Services', graceMs: 15_000, load: () => import('./start.ts') },
  { name: 'stop', group: 'Services', graceMs: 40_000, load: () => import('./stop.ts') },
  { name: 'restart', group: 'Services', graceMs: 40_000, load: () => import('./restart.ts') },
  { name: 'scale', group: 'Services', graceMs: 60_000, load: () => import('./scale.ts') },
  { name: 'status', aliases: ['ps'], group: 'Services', load: () => import('./status.ts') },
  { name: 'logs', group: 'Services', endless: true, load: () => import('./logs.ts') },
  { name: 'stats', group: 'Services', endless: true, load: () => import('./stats.ts') },
  { name: 'exec', group: 'Services', runsPrograms: true, load: () => import('./exec.ts') },
  { name: 'pull', group: 'Services', graceMs: 15_000, load: () => import('./pull.ts') },
  { name: 'build', group: 'Services', graceMs: 15_000, load: () => import('./build.ts') },
  { name: 'images', group: 'Services', load: () => import('./images.ts') },
  {
    name: 'networks',
    aliases: ['network'],
    group: 'Services',
    load: () => import('./networks.ts'),
  },
  { name: 'volumes', aliases: ['volume'], group: 'Services', load: () => import('./volumes.ts') },
  { name: 'open', group: 'Services', load: () => import('./open.ts') },
  { name: 'token', group: 'Services', load: () => import('./token.ts') },
  { name: 'export', group: 'Services', load: () => import('./export.ts') },
  {
    name: 'serve',
    group: 'Services',
    endless: true,
    graceMs: 15_000,
    load: () => import('./serve.ts'),
  },
  { name: 'ask', group: 'Documents and questions', load: () => import('./ask.ts') },
  { name: 'chat', group: 'Documents and questions', load: () => import('./chat.ts') },
  { name: 'ingest', group: 'Documents and questions', load: () => import('./ingest.ts') },
  { name: 'corpus', group: 'Documents and questions', load: () => import('./corpus.ts') },
  { name: 'model', group: 'Models', load: () => import('./model.ts') },
  { name: 'backup', group: 'Backups', graceMs: 60_000, load: () => import('./backup.ts') },
  { name: 'restore', group: 'Backups', graceMs: 60_000, load: () => import('./restore.ts') },
  { name: 'adopt', group: 'Backups', graceMs: 120_000, load: () => import('./adopt.ts') },
  { name: 'doctor', group: 'Look and mend', graceMs: 60_000, load: () => import('./doctor.ts') },
  {
    name: 'support-bundle',
    group: 'Look and mend',
    load: () => import('./support-bundle.ts'),
  },
  { name: 'config', group: 'Look and mend', load: () => import('./config.ts') },
  {
    name: 'completion',
    group: 'Look and mend',
    standalone: true,
    load: () => import('./completion.ts'),
  },
  { name: 'explain', group: 'Look and mend', standalone: true, load: () => import('./explain.ts') },
];
