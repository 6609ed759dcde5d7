import { useEffect, useRef, useState } from 'preact/hooks';
import type UPlot from 'uplot';
import { texts } from '../i18n/language.ts';
import { theme } from '../shell/theme.ts';
import 'uplot/dist/uPlot.min.css';
import { plotOptions } from './plot-options.ts';
import { PlotTable } from './plot-table.tsx';
import { PLOT_MINUTES } from './watching.ts';

export interface Series {
  label: string;
  /** One for each time; null: not known. */
  values: readonly (number | null)[];
}

export interface PlotProps {
  title: string;
  unit?: string;
  /** Seconds since the epoch, oldest first. */
  times: readonly number[];
  /** One or two. */
  series: readonly Series[];
  format(value: number): string;
  /** To where the scale goes at least. */
  atLeast: number;
  /** Bytes, which people count in other steps. */
  isBytes?: boolean;
}

// Asked for with the view, which does not wait for it.
const library = import('uplot');

/** Lines over the last minutes; what they say now in words, and all of it as a table. */
export function Plot(props: PlotProps) {
  const { title, unit = '', times, series, format } = props;
  const { system } = texts.value;
  const place = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  usePlot(place, props, setHovered);
  const said = (value: number | null | undefined) =>
    value === null || value === undefined ? system.none : format(value);
  const at = (index: number | null) =>
    series.map(({ label, values }) => ({
      label,
      text: said(index === null ? values.at(-1) : values[index]),
    }));
  const now = at(null).map(({ label, text }) => `${label} ${text}`);
  return (
    <figure class="plot">
      <figcaption>
        <h3>
          {title} {unit && <span class="unit soft">{unit}</span>}
        </h3>
        <ul class="readout">
          {at(hovered).map(({ label, text }, index) => (
            <li key={label}>
              <span class="swatch" data-series={index} aria-hidden="true" />
              <span class="label soft">{label}</span> <span class="value">{text}</span>
            </li>
          ))}
        </ul>
      </figcaption>
      <div
        class="canvas"
        role="img"
        aria-label={system.activity.of(title, now.join(', '), PLOT_MINUTES)}
        ref={place}
      />
      <PlotTable title={title} times={times} series={series} said={said} />
    </figure>
  );
}

/** Draws into the place, in the colours of the theme, as wide as it is. */
function usePlot(
  place: { readonly current: HTMLDivElement | null },
  props: PlotProps,
  onHover: (index: number | null) => void,
): void {
  const plot = useRef<UPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const labels = props.series.map(({ label }) => label).join('|');
  useEffect(() => {
    const { current } = place;
    if (!current) return;
    let isGone = false;
    const resized = new ResizeObserver(([entry]) => {
      if (entry && plot.current)
        plot.current.setSize({ width: entry.contentRect.width, height: current.clientHeight });
    });
    void library.then(({ default: Library }) => {
      if (isGone) return;
      const options = plotOptions(current, () => latest.current, onHover);
      plot.current = new Library(options, dataOf(latest.current), current);
      resized.observe(current);
    });
    return () => {
      isGone = true;
      resized.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [labels]);
  useEffect(() => {
    plot.current?.setData(dataOf(props));
  }, [props.times.at(-1)]);
  // Colours come from the page's style, which has changed by then.
  useEffect(() => {
    plot.current?.redraw(false, true);
  }, [theme.value]);
}

function dataOf({ times, series }: PlotProps): UPlot.AlignedData {
  return [[...times], ...series.map(({ values }) => [...values])];
}
