import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { Discovered } from "../protocol/channel.ts";
import { readConnections } from "../providers/read.ts";
import { noFacts } from "../routing/candidate.ts";
import { decide } from "../routing/decide.ts";
import { explain, type RouteExplanation } from "../routing/explain.ts";
import { listCandidates } from "../routing/list-candidates.ts";
import { factKey, readFacts } from "./measured-facts.ts";
import type { ExplainRoute } from "./schema.ts";

/** The same draw for everybody: a page that is edited must not flicker, and 0.5 neither explores nor favours. */
const steady = () => 0.5;

/**
 * Where a call would go if the route were saved as it is, by the code that boxes decide with, at the prices in force and
 * by what was measured within a day. A box itself answers for its next call to the header `x-kaihe-dry-run: 1`.
 */
export async function explainRoute(
  ctx: Ctx,
  { route, sample, boxId }: ExplainRoute,
): Promise<z.output<typeof RouteExplanation>> {
  requirePermission(ctx, "configs.read");
  return withOrg(ctx, async (tx) => {
    const absent = boxId === undefined ? new Set<string>() : await readAbsentServers(tx, ctx, boxId);
    const providers = await readConnections(tx, ctx.org.id);
    const facts = await readFacts(tx, ctx, boxId);
    const nowMs = Date.now();
    const candidates = listCandidates({
      targets: route.targets,
      connections: providers.map(({ discounts, keyLast4, createdAt, ...rest }) => rest),
      facts: (target) => ({
        ...(facts.get(factKey(target)) ?? noFacts),
        isReachable: !absent.has(target.connectionId),
      }),
      nowMs,
    });
    return explain(decide({ route, candidates, needs: sample, random: steady, nowMs }));
  });
}

/** Local servers that this box looked for and did not find. */
async function readAbsentServers(tx: Tx, ctx: Ctx, boxId: string): Promise<Set<string>> {
  const box = await tx.box.findFirst({ where: { orgId: ctx.org.id, id: boxId } });
  if (!box) throw notFound("box");
  const found = Discovered.array().parse(box.discovered);
  return new Set(found.filter(({ server }) => server === null).map(({ connectionId }) => connectionId));
}
