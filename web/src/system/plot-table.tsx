import { useState } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import { locale } from '../i18n/locale.ts';
import type { Series } from './plot.tsx';

interface Props {
  title: string;
  /** Seconds since the epoch, oldest first. */
  times: readonly number[];
  series: readonly Series[];
  said(value: number | null | undefined): string;
}

/** Rows of the table. */
const ROWS = 20;

/** What a plot draws, in figures, the newest first; made only where somebody opens it. */
export function PlotTable({ title, times, series, said }: Props) {
  const { activity } = texts.value.system;
  const [isOpen, setOpen] = useState(false);
  const format = new Intl.DateTimeFormat(locale(), { timeStyle: 'medium' });
  const rows = times.map((_, index) => index).toReversed();
  const every = Math.max(1, Math.ceil(rows.length / ROWS));
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {activity.table}
        <span class="offscreen">: {title}</span>
      </summary>
      {isOpen && (
        <div class="plot-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{activity.time}</th>
                {series.map(({ label }) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows
                .filter((_, place) => place % every === 0)
                .map((index) => (
                  <tr key={times[index]}>
                    <th scope="row">{format.format(new Date((times[index] ?? 0) * 1_000))}</th>
                    {series.map(({ label, values }) => (
                      <td key={label}>{said(values[index])}</td>
                    ))}
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
