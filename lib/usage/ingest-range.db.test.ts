import { expect, test } from "vitest";
import { spendInput } from "#lib/spend/query.ts";
import { getSpend } from "#lib/spend/read.ts";
import { seedBox } from "#prisma/seed/box.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { seedProvider } from "#prisma/seed/provider.ts";
import { usageEvent } from "#prisma/seed/usage.ts";
import { ingestUsage } from "./ingest.ts";

test("costs that cannot be added up are refused as the box's mistake, and nothing of the batch is kept", async () => {
  const seeded = await seedOrg();
  const connectionId = await seedProvider(seeded.org);
  const box = await seedBox(seeded.org);
  const huge = () => usageEvent({ connectionId, costNanos: 999_999_999_999_999_999n, charges: [] });
  const events = Array.from({ length: 12 }, huge);
  await expect(ingestUsage(box.ctx, { events })).rejects.toMatchObject({
    code: "invalid_input",
    invalidParams: [{ name: "events" }],
  });
  expect((await getSpend(seeded.owner, spendInput({ range: "24h", groupBy: ["box"] }))).costNanos).toBe(0n);
});
