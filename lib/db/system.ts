import "server-only";
import { inSystemTransaction, systemClient, type Tx } from "./client.ts";

/**
 * Sees every organization. For sign-in (which organization is not known yet), enrollment (no organization yet) and
 * jobs; the import boundaries name who may.
 */
export function withSystem<Result>(work: (tx: Tx) => Promise<Result>, timeoutMs?: number): Promise<Result> {
  return inSystemTransaction(work, timeoutMs);
}

/** For single statements that need no transaction. */
export function system() {
  return systemClient();
}
