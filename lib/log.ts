import "server-only";
import pino from "pino";
import { logLevel } from "./env.ts";

/** JSON lines on standard output. Secrets never reach a log call; the redaction is the second wall. */
export const log = pino({
  level: logLevel(),
  base: null,
  redact: ["apiKey", "password", "*.apiKey", "*.password", "headers.authorization", "headers.cookie"],
});
