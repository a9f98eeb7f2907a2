import "server-only";
import { system } from "../db/system.ts";

/** Job `enrollment.purge`: proofs too old to be replayed, and codes a day after they ended. */
export async function purgeEnrollments(): Promise<void> {
  await system().dpopProof.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  await system().enrollment.deleteMany({ where: { expiresAt: { lt: new Date(Date.now() - 24 * 3_600_000) } } });
}
