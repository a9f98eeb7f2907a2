import "server-only";
import type { z } from "zod";
import { notifyOrg } from "../bus/notify.ts";
import { withSystem } from "../db/system.ts";
import type { RenamePerson } from "./schema.ts";
import { auditSelf, type Self } from "./self.ts";

export async function renamePerson(self: Self, { name }: z.output<typeof RenamePerson>): Promise<null> {
  return withSystem(async (tx) => {
    const { id } = self.person;
    await tx.user.update({ where: { id }, data: { name } });
    for (const { orgId } of await tx.member.findMany({ where: { userId: id } })) {
      await notifyOrg(tx, { org: { id: orgId } }, "members", id);
    }
    await auditSelf(tx, self, "account.rename", { before: { name: self.person.name }, after: { name } });
    return null;
  });
}
