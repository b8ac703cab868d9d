/**
 * Computing time this process uses from now on, in milliseconds. Not the isolate's own count: that is time on the clock,
 * four times too much where eight of them share two cores.
 */
export function computingTime(): () => number {
  const began = process.cpuUsage();
  return () => {
    const now = process.cpuUsage();
    return (now.user - began.user + now.system - began.system) / 1_000;
  };
}

/** Calls `over` once this much computing time has been used; answers with how to stop watching. */
export function watchComputing(used: () => number, allowed: number, over: () => void): () => void {
  let timer = setTimeout(look, Math.max(1, allowed));
  function look(): void {
    const left = allowed - used();
    if (left <= 0) over();
    else timer = setTimeout(look, Math.max(1, left));
  }
  return () => clearTimeout(timer);
}
