import { destination, type Logger, pino } from "pino";

export type Log = Logger;

/** JSON lines on stderr. Never pass prompts, keys, tokens or bodies to it. */
export function createLog(level: string): Log {
  return pino({ level, base: null }, destination({ dest: 2, sync: true }));
}
