import type { Alert } from "./schema.ts";

/** The page of what an alert is about, from the organization's address on. */
export function alertPath(slug: string, { kind, subjectId }: Pick<Alert, "kind" | "subjectId">): string {
  if (kind === "webhook.disabled") return `/${slug}/settings/webhooks/${subjectId}`;
  if (kind === "usage.quarantined") return `/${slug}/boxes/${subjectId}`;
  if (kind === "spend.anomaly") return `/${slug}/spend/anomalies`;
  return `/${slug}/budgets/${subjectId}`;
}
