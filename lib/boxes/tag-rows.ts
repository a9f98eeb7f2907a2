import "server-only";
import type { Tx } from "../db/client.ts";

export interface TaggedBox {
  id: string;
  name: string;
  tags: string[];
}

/** The boxes among `ids` that are the organization's and in use, held until the commit; by id, so that two callers never wait for each other. */
export function lockBoxes(tx: Tx, orgId: string, ids: readonly string[]): Promise<TaggedBox[]> {
  return tx.$queryRaw<TaggedBox[]>`
    select id, name, tags from box
    where org_id = ${orgId} and status = 'active' and id = any(${[...ids]}::text[])
    order by id for update`;
}

export async function writeTags(tx: Tx, orgId: string, boxes: readonly Pick<TaggedBox, "id" | "tags">[]) {
  await tx.$executeRaw`
    update box set tags = given.tags
    from jsonb_to_recordset(${JSON.stringify(boxes)}::jsonb) as given(id text, tags text[])
    where box.org_id = ${orgId} and box.id = given.id`;
}
