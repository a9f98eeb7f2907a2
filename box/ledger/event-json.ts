import type { UsageEvent } from "../../lib/protocol/usage.ts";

/** An event as it goes to the console and into the call log. Field by field: a replacer is asked for every member. */
export function eventJson(event: UsageEvent): string {
  return JSON.stringify({
    ...event,
    costNanos: event.costNanos.toString(),
    savedNanos: event.savedNanos.toString(),
    charges: event.charges.map(({ leaseId, epoch, nanos }) => ({ leaseId, epoch, nanos: nanos.toString() })),
  });
}
