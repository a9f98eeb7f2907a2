import { typeid } from "typeid-js";

const prefixes = {
  org: "org",
  user: "usr",
  session: "ses",
  box: "box",
  enrollment: "enr",
  action: "act",
  connection: "prv",
  discount: "dsc",
  invoice: "ivc",
  budget: "bud",
  budgetPeriod: "bpd",
  lease: "lse",
  localKey: "key",
  invite: "inv",
  apiKey: "apk",
  alert: "alr",
  anomaly: "ano",
  webhook: "whk",
  message: "msg",
  spendView: "viw",
  statement: "stm",
} as const;

/** A new id: prefix, underscore, UUIDv7 in base32 (TypeID spec 0.3), so ids sort by time and name what they are. */
export function newId(kind: keyof typeof prefixes): string {
  return typeid(prefixes[kind]).toString();
}
