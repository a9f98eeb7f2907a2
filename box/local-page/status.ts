/** What the page and `/status.json` show. Nothing secret: no device code, no key, no token. */
export type BoxStatus = {
  serial: string;
  words: readonly string[];
  consoleUrl: string;
  gatewayUrl: string;
  agentVersion: string;
  /** Before somebody claimed it; null afterwards. */
  enrollment: {
    state: "contacting" | "waiting" | "denied" | "unreachable";
    userCode: string | null;
    url: string | null;
    expiresInSeconds: number | null;
  } | null;
  /** After; null before. */
  box: {
    name: string;
    organization: string;
    connection: "online" | "offline" | "decommissioned";
    /** 0 when none has been proven yet. */
    appliedVersion: number;
    reported: { version: number; phase: string; reason: string | null } | null;
    budgets: { id: string; name: string; leftUsd: string | null; grantedUsd: string | null }[];
    providers: { id: string; name: string; isHealthy: boolean | null; detail: string }[];
    backlog: number;
    rejected: number;
  } | null;
};
