import "server-only";
import type { z } from "zod";
import { withSystem } from "../db/system.ts";
import { notFound } from "../errors.ts";
import type { RenamePasskey } from "./schema.ts";
import { auditSelf, type Self } from "./self.ts";

export async function renamePasskey(self: Self, id: string, { name }: z.output<typeof RenamePasskey>): Promise<null> {
  return withSystem(async (tx) => {
    const before = await tx.passkey.findFirst({ where: { id, userId: self.person.id } });
    if (!before) throw notFound("passkey");
    await tx.passkey.updateMany({ where: { id, userId: self.person.id }, data: { name } });
    await auditSelf(tx, self, "account.passkey_renamed", { before: { name: before.name }, after: { name } });
    return null;
  });
}
