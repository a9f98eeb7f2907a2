import type { RaisedAlert } from "../alerts/raise.ts";
import { stringifyWire, usdString } from "../money.ts";
import { testKind } from "./schema.ts";

const amounts = [
  "capNanos",
  "spentNanos",
  "presumedNanos",
  "overshootNanos",
  "forecastNanos",
  "expectedNanos",
] as const;

/** Money as `{ nanos, usd }`, both decimal strings: JSON numbers would round it. */
function money(nanos: bigint) {
  return { nanos: nanos.toString(), usd: usdString(nanos) };
}

interface Organization {
  id: string;
  slug: string;
  name: string;
}

/** The body of an alert's message (Standard Webhooks 1.0.0, "Payload structure"). Fields are added, never changed. */
export function alertMessage(org: Organization, alert: RaisedAlert, link: string): string {
  const { kind, subjectId, percent, periodStartMs, figures } = alert;
  const known = amounts.flatMap((name) => {
    const nanos = figures[name];
    return nanos === null ? [] : [[name.replace("Nanos", ""), money(nanos)]];
  });
  return stringifyWire({
    type: kind,
    timestamp: alert.createdAt.toISOString(),
    data: {
      alertId: alert.id,
      organization: { id: org.id, slug: org.slug, name: org.name },
      subject: { id: subjectId, name: figures.name },
      ...(alert.budgetId === null ? {} : { periodStart: new Date(periodStartMs).toISOString() }),
      ...(percent > 0 ? { percent } : {}),
      ...(figures.count === null ? {} : { count: figures.count }),
      ...(known.length === 0 ? {} : { amounts: Object.fromEntries(known) }),
      link,
    },
  });
}

/** What a person sends to see whether it arrives. */
export function testMessage(org: Organization, endpointId: string, at: Date): string {
  return stringifyWire({
    type: testKind,
    timestamp: at.toISOString(),
    data: { endpointId, organization: { id: org.id, slug: org.slug, name: org.name } },
  });
}
