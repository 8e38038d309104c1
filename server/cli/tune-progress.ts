import { Presets, SingleBar } from 'cli-progress';

export interface TuneProgress {
  readonly show: (done: number, total: number) => void;
  readonly stop: () => void;
}

/** A bar on a terminal; elsewhere one line at the start. */
export function tuneProgress(stream: NodeJS.WriteStream): TuneProgress {
  if (!stream.isTTY) {
    const show = (done: number, total: number) => {
      if (done === 0) stream.write(`asking ${total} questions\n`);
    };
    return { show, stop: () => undefined };
  }
  const bar = new SingleBar(
    { stream, format: '{bar} {value}/{total} questions', hideCursor: true, clearOnComplete: true, barsize: 24 },
    Presets.shades_classic,
  );
  const show = (done: number, total: number) => {
    if (done === 0) bar.start(total, 0);
    else bar.update(done);
  };
  return { show, stop: () => bar.stop() };
}
