import { usdString } from "../lib/money.ts";
import type { EnrollView } from "./enroll/enroll-loop.ts";
import type { Identity } from "./enroll/identity.ts";
import type { EnrolledBox } from "./enrolled-box.ts";
import { freeNanos } from "./ledger/core.ts";
import type { SqliteStore } from "./ledger/sqlite-store.ts";
import type { BoxStatus } from "./local-page/status.ts";
import { agentVersion } from "./version.ts";

/** Gathers what the local page shows. */
export function boxStatus(
  box: { identity: Identity; enrolled: EnrolledBox | null; gatewayUrl: string },
  view: EnrollView,
  consoleUrl: string,
  store: SqliteStore,
): BoxStatus {
  const { serial, words } = box.identity;
  const base = { serial, words, consoleUrl, gatewayUrl: box.gatewayUrl, agentVersion };
  if (box.enrolled) return { ...base, enrollment: null, box: claimedStatus(box.enrolled, store) };
  const { code, state } = view;
  const expiresInSeconds = code && Math.max(0, Math.ceil((code.expiresAtMs - performance.now()) / 1000));
  const enrollment = { state, userCode: code?.userCode ?? null, url: code?.url ?? null, expiresInSeconds };
  return { ...base, enrollment, box: null };
}

function claimedStatus(enrolled: EnrolledBox, store: SqliteStore): NonNullable<BoxStatus["box"]> {
  const { enrollment, runner, ledger, health } = enrolled;
  const document = enrolled.active?.document;
  const connected = enrolled.isOnline ? "online" : "offline";
  return {
    name: document?.boxName ?? enrollment.boxName,
    organization: enrollment.orgName,
    connection: enrolled.isDecommissioned ? "decommissioned" : connected,
    appliedVersion: runner.appliedVersion,
    reported: runner.reported,
    budgets: (document?.budgets ?? []).map(({ id, name }) => {
      const lease = ledger.findSpendable(id);
      if (!lease) return { id, name, leftUsd: null, grantedUsd: null };
      // What went back is not this box's to spend any more.
      const { granted, returned } = lease.account;
      return { id, name, leftUsd: cents(freeNanos(lease.account)), grantedUsd: cents(granted - returned) };
    }),
    providers: (document?.connections ?? []).map(({ id, name }) => {
      const known = health.find(id);
      return { id, name, isHealthy: known?.isHealthy ?? null, detail: known?.detail ?? "" };
    }),
    backlog: store.backlog,
    rejected: store.countRejected(),
  };
}

/** Six decimals, cut off: enough to see a single small call. */
function cents(nanos: bigint): string {
  return usdString((nanos / 1000n) * 1000n);
}
