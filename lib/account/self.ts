import "server-only";
import { callerAddress } from "../api/caller-address.ts";
import type { AuditFact } from "../audit/append.ts";
import { appendAuditForPerson } from "../audit/append-for-person.ts";
import type { SignedInUser } from "../auth/session.ts";
import type { Tx } from "../db/client.ts";
import type { Locale } from "../i18n/locale.ts";
import { localeOf } from "../i18n/request-locale.ts";

/** First argument of everything a person does to their own account. */
export interface Self {
  person: SignedInUser;
  requestId: string;
  /** Language of the mails that follow: that of the page at hand. */
  locale: Locale;
  address: string | null;
}

export function selfOf({
  person,
  requestId,
  request,
}: {
  person: SignedInUser;
  requestId: string;
  request: Request;
}): Self {
  return { person, requestId, locale: localeOf(request), address: callerAddress(request) };
}

/** Into the chain of each of the person's organizations, in the transaction of the change. */
export function auditSelf(
  tx: Tx,
  { person, requestId }: Self,
  action: string,
  change: Pick<AuditFact, "before" | "after"> = {},
): Promise<void> {
  return appendAuditForPerson(tx, { person, by: "self", requestId }, { action, ...change });
}
