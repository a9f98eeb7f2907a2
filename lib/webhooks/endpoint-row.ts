import { z } from "zod";
import { AlertKind } from "../alerts/schema.ts";
import { disabledReasons, type WebhookEndpoint } from "./schema.ts";

/** What of the row is shown: everything but the secrets. */
export const endpointFields = {
  id: true,
  url: true,
  description: true,
  kinds: true,
  previousUntil: true,
  failingSince: true,
  disabledAt: true,
  disabledWhy: true,
  createdAt: true,
} as const;

interface EndpointRow {
  id: string;
  url: string;
  description: string;
  kinds: string[];
  previousUntil: Date | null;
  failingSince: Date | null;
  disabledAt: Date | null;
  disabledWhy: string | null;
  createdAt: Date;
}

const Why = z.enum(disabledReasons);

export function toEndpoint(row: EndpointRow): WebhookEndpoint {
  const { previousUntil, disabledAt } = row;
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    kinds: row.kinds.map((kind) => AlertKind.parse(kind)),
    previousSecretUntil: previousUntil && previousUntil > new Date() ? previousUntil.toISOString() : null,
    failingSince: row.failingSince?.toISOString() ?? null,
    disabled: disabledAt ? { at: disabledAt.toISOString(), why: Why.parse(row.disabledWhy) } : null,
    createdAt: row.createdAt.toISOString(),
  };
}
