/** The timers of a process; a simulation brings its own, so that the same seed gives the same history. Milliseconds. */
export type Timers = {
  setTimeout: (work: () => void, ms: number) => number;
  clearTimeout: (timer: number) => void;
  setInterval: (work: () => void, ms: number) => number;
  clearInterval: (timer: number) => void;
  /** Runs after what is already due. */
  setImmediate: (work: () => void) => void;
};

/** Node's timers by their numbers, which plain data can hold. */
export const systemTimers: Timers = {
  setTimeout: (work, ms) => setTimeout(work, ms)[Symbol.toPrimitive](),
  clearTimeout: (timer) => clearTimeout(timer),
  setInterval: (work, ms) => setInterval(work, ms)[Symbol.toPrimitive](),
  clearInterval: (timer) => clearInterval(timer),
  setImmediate: (work) => void setImmediate(work),
};
