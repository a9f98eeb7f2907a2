import "server-only";
import type { Tx } from "../db/client.ts";

/** Gives what a presumed lease has outstanding back to its budget. Null: there is no such lease, or it is not presumed. */
export async function writeOffLease(_tx: Tx, _leaseId: string): Promise<{ writtenOffNanos: bigint } | null> {
  throw new Error("not merged");
}
