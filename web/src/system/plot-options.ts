import type UPlot from 'uplot';
import { locale } from '../i18n/locale.ts';
import type { PlotProps } from './plot.tsx';
import { PLOT_MINUTES } from './watching.ts';

/** Pixels. */
const AXIS = { height: 24, width: 56, gap: 6 };

/** From 1 MiB to 2 TiB. */
const byteSteps = Array.from({ length: 22 }, (_, power) => 2 ** (20 + power));

/** How uPlot draws: what it shows and in which colours is asked for at each drawing. */
export function plotOptions(
  place: HTMLElement,
  latest: () => PlotProps,
  onHover: (index: number | null) => void,
): UPlot.Options {
  const colour = (name: string) => () => colourOf(place, name);
  const axis = {
    stroke: colour('--soft'),
    font: `12px ${getComputedStyle(place).fontFamily}`,
    gap: AXIS.gap,
    ticks: { show: false },
    grid: { stroke: colour('--line'), width: 1 },
  };
  return {
    width: place.clientWidth,
    height: place.clientHeight,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { range: () => span(latest()) },
      y: { range: (_, __, most) => [0, Math.max(most ?? 0, latest().atLeast) * 1.15] },
    },
    axes: [
      {
        ...axis,
        size: AXIS.height,
        grid: { show: false },
        space: 90,
        values: (_, times) => times.map(clock),
      },
      {
        ...axis,
        size: AXIS.width,
        space: 36,
        ...(latest().isBytes ? { incrs: byteSteps } : {}),
        values: (_, values) => values.map((value) => latest().format(value)),
      },
    ],
    series: [
      {},
      ...latest().series.map((_, index) => ({
        stroke: colour(index === 0 ? '--series-a' : '--series-b'),
        width: 2,
        // One that stands for two is told apart by its form, too.
        ...(index === 0 ? {} : { dash: [5, 4] }),
        points: { show: false },
      })),
    ],
    hooks: { setCursor: [({ cursor }) => onHover(cursor.idx ?? null)] },
  };
}

/** The time that is shown is always as long, so that nothing jumps while it fills. */
function span({ times }: PlotProps): [number, number] {
  const end = times.at(-1) ?? 0;
  return [end - PLOT_MINUTES * 60, end];
}

function clock(seconds: number): string {
  const format = new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' });
  return format.format(new Date(seconds * 1_000));
}

/** A canvas does not know light-dark(): the style of an element says what it is now. */
function colourOf(place: HTMLElement, name: string): string {
  const probe = place.ownerDocument.createElement('span');
  probe.style.color = `var(${name})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
