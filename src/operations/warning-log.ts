import type { Log } from '../embedded/services.ts';
import type { Ui } from '../ui/ui.ts';

/** For work of the services' code that this process does: what it warns of is told as a warning. */
export function warningLog(ui: Pick<Ui, 'event'>): Log {
  return (level, message, fields = {}) => {
    const text = [message, ...Object.values(fields)].join(': ');
    ui.event({ type: level === 'warn' || level === 'error' ? 'warning' : 'verbose', text });
  };
}
