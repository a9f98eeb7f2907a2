import "server-only";
import { randomUUID } from "node:crypto";
import type { Tx } from "../db/client.ts";
import { env } from "../env.ts";
import { enqueue } from "../jobs/enqueue.ts";
import { stringifyWire } from "../money.ts";
import { sealText } from "../secrets/seal-text.ts";
import type { Mail } from "./schema.ts";

/** False without SMTP_URL: then whoever would have had a link mailed is shown it, and it is logged. */
export function canSendMail(): boolean {
  return env().SMTP_URL !== undefined;
}

/** Sends a mail exactly if the caller's transaction commits. Sealed, as the job table is not the place for links. */
export async function enqueueMail(tx: Tx, mail: Mail): Promise<void> {
  await enqueue(
    tx,
    "mail.send",
    { sealed: sealText(stringifyWire(mail), "mail") },
    { key: randomUUID(), delaySeconds: 0 },
  );
}
