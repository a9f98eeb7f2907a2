import { SpendQuery } from "#lib/spend/schema.ts";
import type { SpendText } from "./search-params.ts";

export interface SpendIssue {
  /** The parameter of the address. */
  name: string;
  value: string;
  reason: string;
}

/** What the API would say about an address, each parameter once. */
export function issuesOf(text: SpendText): SpendIssue[] {
  const issues = (SpendQuery.safeParse(text).error?.issues ?? []).map(({ path, message }) => {
    const name = String(path[0] ?? "range");
    return { name, value: String(text[name] ?? ""), reason: message };
  });
  return issues.filter(({ name }, at) => issues.findIndex((one) => one.name === name) === at);
}
