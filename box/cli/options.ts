import { parseArgs } from "node:util";

export const usageText = `Usage: npm run box -- --data DIR --console URL [--port N] [--page-port M] [--host ADDRESS]

  --data DIR        where the box keeps its identity, configuration and ledger; made if missing
  --console URL     the console, for example http://localhost:3000
  --port N          the gateway (/v1), 1 to 65535, or 0 for any free one; default 7071
  --page-port M     the box's own page; default: port - 1, or any free one with --port 0
  --host ADDRESS    127.0.0.1 (this machine only, default) or 0.0.0.0 (the whole network)
  --help            this text`;

export type CliOptions = { dataDir: string; consoleUrl: string; port: number; pagePort: number; host: string };

/** What was typed is wrong. The message names the flag and what it allows. */
export class UsageError extends Error {}

/** Null for `--help`. Throws UsageError. */
export function parseOptions(args: string[]): CliOptions | null {
  const values = parseFlags(args);
  if (values.help) return null;
  if (!values.data) throw new UsageError("--data is missing: name a directory for this box.");
  const port = parsePort("--port", values.port ?? "7071");
  const pagePort =
    values["page-port"] === undefined ? Math.max(0, port - 1) : parsePort("--page-port", values["page-port"]);
  if (port === pagePort && port !== 0) throw new UsageError(`--page-port ${pagePort} must differ from --port.`);
  const host = values.host ?? "127.0.0.1";
  if (host !== "127.0.0.1" && host !== "0.0.0.0")
    throw new UsageError(`--host ${host} is not allowed: 127.0.0.1 or 0.0.0.0.`);
  return { dataDir: values.data, consoleUrl: parseConsole(values.console), port, pagePort, host };
}

function parseFlags(args: string[]) {
  const text = { type: "string" } as const;
  const options = {
    data: text,
    console: text,
    port: text,
    "page-port": text,
    host: text,
    help: { type: "boolean" },
  } as const;
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split(". ")[0] ?? error.message) : String(error));
  }
}

function parsePort(flag: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`${flag} ${text} is not a port: a number from 1 to 65535, or 0 for any free one.`);
}

function parseConsole(text: string | undefined): string {
  if (!text) throw new UsageError("--console is missing: the console's address, for example http://localhost:3000.");
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === "http:" || url?.protocol === "https:") return text.replace(/\/+$/, "");
  throw new UsageError(`--console ${text} is not an address: it must start with http:// or https://.`);
}
