import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { AuditFilter } from "#lib/audit/schema.ts";

/** What the log is filtered by; the first half of every action. */
export const auditNouns = [
  "access",
  "account",
  "api-keys",
  "audit",
  "boxes",
  "budgets",
  "configs",
  "leases",
  "local-keys",
  "members",
  "orgs",
  "providers",
  "secrets",
  "sessions",
  "webhooks",
  "spend",
  "spend-views",
  "invoices",
] as const;

/** The view is the address: the server reads it for the first paint, the controls write it. */
export const auditParsers = {
  actor: parseAsString,
  noun: parseAsStringLiteral(auditNouns),
  from: parseAsString,
  to: parseAsString,
  target: parseAsString,
};
export type AuditParams = inferParserType<typeof auditParsers>;

export const loadAuditParams = createLoader(auditParsers);

/** What of the address makes sense; a date half typed or a value from nowhere filters nothing. */
export function filterOf(params: AuditParams): AuditFilter {
  const set = Object.entries(params).flatMap(([name, value]) => {
    const parsed = AuditFilter.safeParse({ [name]: value ?? undefined });
    return parsed.success ? Object.entries(parsed.data).filter(([, kept]) => kept !== undefined) : [];
  });
  return Object.fromEntries(set);
}
