import type { Permission } from "#lib/permissions.ts";

const examples: readonly [Permission, string][] = [
  ["boxes.read", "boxes"],
  ["spend.read", "spend?range=24h&groupBy=model"],
  ["budgets.read", "budgets"],
  ["providers.read", "providers"],
  ["local-keys.read", "local-keys"],
  ["members.read", "members"],
  ["audit.read", "audit"],
  ["api-keys.read", "api-keys"],
];

/** A call that a key with these scopes may make; one that only reads. */
function examplePath(scopes: readonly string[]): string {
  const [, path] = examples.find(([scope]) => scopes.includes(scope)) ?? [];
  return `/api/v1/${path ?? "orgs/current"}`;
}

/** One line for a shell, quoted so that no shell reads anything into it. */
export function curlLine({ url, secret, scopes }: { url: string; secret: string; scopes: readonly string[] }): string {
  return `curl -H "Authorization: Bearer ${secret}" '${url}${examplePath(scopes)}'`;
}
