import { afterEach, expect, test, vi } from "vitest";
import { withSystem } from "#lib/db/system.ts";
import { log } from "#lib/log.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { appendAudit } from "./append.ts";
import { anchorChains } from "./verify-all.ts";

afterEach(() => void vi.restoreAllMocks());

test("each night every head is logged to be kept elsewhere, and a broken chain is an error", async () => {
  const info = vi.spyOn(log, "info").mockImplementation(() => {});
  const error = vi.spyOn(log, "error").mockImplementation(() => {});
  const [whole, broken] = [await seedOrg(), await seedOrg()];
  for (const { owner } of [whole, broken]) {
    await withSystem((tx) => appendAudit(tx, owner, { action: "budgets.change", after: { index: 1 } }));
  }
  const { hash } = await withSystem((tx) => tx.auditHead.findFirstOrThrow({ where: { orgId: whole.org.id } }));
  // Moved on without a row, as if one had been taken away.
  await withSystem((tx) => tx.auditHead.updateMany({ where: { orgId: broken.org.id }, data: { seq: 2n } }));
  await anchorChains();
  expect(info).toHaveBeenCalledWith(
    expect.objectContaining({ anchor: `${whole.org.id}:1:${hash}` }),
    expect.anything(),
  );
  expect(error).toHaveBeenCalledWith(
    expect.objectContaining({ orgId: broken.org.id }),
    expect.stringContaining("BROKEN"),
  );
});
