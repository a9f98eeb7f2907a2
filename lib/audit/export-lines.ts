import { csvField } from "../csv-field.ts";
import type { AuditRow } from "./read.ts";

/** Column names of the CSV, in order. */
const columns = [
  "org_id",
  "seq",
  "at",
  "actor",
  "action",
  "target_id",
  "before",
  "after",
  "request_id",
  "prev_hash",
  "hash",
] as const;

/** The BOM makes spreadsheets read it as UTF-8. */
export const csvHead = `\uFEFF${columns.join(",")}\r\n`;

const json = (value: unknown) => (value === null || value === undefined ? "" : JSON.stringify(value));

/** RFC 4180. For people: a cell that looks like a formula is changed, so check hashes on the JSON Lines. */
export function csvLine(row: AuditRow): string {
  const cells = [
    row.orgId,
    row.seq.toString(),
    row.at.toISOString(),
    json(row.actor),
    row.action,
    row.targetId ?? "",
    json(row.before),
    json(row.after),
    row.requestId,
    row.prevHash,
    row.hash,
  ];
  return `${cells.map(csvField).join(",")}\r\n`;
}

/**
 * One JSON object. To check a link: hash = SHA-256(prevHash ‖ RFC 8785 JSON of the object without `hash`), in hex; and
 * its prevHash is the hash of the entry before, sixty-four zeros for the first.
 */
export function jsonLine({ hash, ...row }: AuditRow): string {
  const { orgId, at, actor, action, targetId, before, after, requestId, prevHash } = row;
  const hashed = { orgId, seq: row.seq.toString(), at: at.toISOString(), actor, action, targetId, before, after };
  return `${JSON.stringify({ ...hashed, requestId, prevHash, hash })}\n`;
}
