import type { Ctx } from "#lib/context.ts";
import { type Prisma, withOrg } from "#lib/db/client.ts";
import { newId } from "#lib/id.ts";
import { hashOf, storedContent } from "#lib/statements/content.ts";
import { statementContent } from "#lib/statements/testing.ts";

/** A statement of nothing, of October 2026 or another month; the audit does not know it. Returns its id. */
export async function seedStatement(org: Ctx["org"], month = "2026-10"): Promise<string> {
  const id = newId("statement");
  const content = statementContent({ id, org: { id: org.id, name: org.name }, month });
  const stored = storedContent(content);
  const data = {
    ...{ orgId: org.id, id, month: new Date(`${month}-01`), zone: content.timezone, closedAt: content.closedAt },
    ...{ contentHash: hashOf(stored), previousHash: null },
    // Parsed from JSON.
    content: stored as Prisma.InputJsonObject,
  };
  await withOrg({ org }, (tx) => tx.spendStatement.create({ data }));
  return id;
}
