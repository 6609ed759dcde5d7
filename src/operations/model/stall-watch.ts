/** Notices when nothing comes any more. */
export interface StallWatch {
  /** Something came: the time begins anew. @param milliseconds that may pass from now on */
  alive(milliseconds?: number): void;
  end(): void;
}

export function stallWatch(milliseconds: number, onStall: () => void): StallWatch {
  let timer = setTimeout(onStall, milliseconds);
  let span = milliseconds;
  return {
    alive(next = milliseconds) {
      if (next === span) {
        timer.refresh();
        return;
      }
      clearTimeout(timer);
      span = next;
      timer = setTimeout(onStall, next);
    },
    end: () => clearTimeout(timer),
  };
}
