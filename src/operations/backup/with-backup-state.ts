import type { Runtime } from '../../runtime.ts';
import { type BackupState, backupStateIfThere } from '../../state/backup-state.ts';
import type { Report, Style } from '../../ui/ui.ts';
import { wrap } from '../../ui/wrap.ts';
import { oneLine } from '../one-line.ts';
import { ageText } from './age-text.ts';

/** The report of a status with how the project stands with its backups, in a line at most. */
export function withBackupState(report: Report, runtime: Runtime): Report {
  const state = backupStateIfThere(runtime);
  const now = runtime.clock.now();
  return {
    json: { ...report.json, backups: state },
    text: (style) => [report.text(style), ...lines(state, now, style)].join('\n'),
  };
}

function lines(state: BackupState | null, now: number, style: Style): string[] {
  if (state === null || (state.last === null && state.schedule === null)) return [];
  const { last, lastGood, overdueSince } = state;
  const ago = (time: string) => `${ageText(now - new Date(time).getTime())} ago`;
  const good = lastGood === null ? 'none yet' : ago(lastGood.time);
  const failed = last?.failure
    ? `the last one failed ${ago(last.time)}: ${oneLine(last.failure.message)}`
    : null;
  const overdue = overdueSince === null ? null : `overdue since ${overdueSince.slice(0, 16)}Z`;
  const bad = [failed, overdue].filter((words) => words !== null).join('; ');
  const line = `Last backup: ${good}${bad === '' ? '' : `; ${bad}`}`;
  const shown = style.terminal ? wrap(line, style.columns) : line;
  return ['', bad === '' ? shown : style.yellow(shown)];
}
