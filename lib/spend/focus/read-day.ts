import "server-only";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { Prisma } from "../../db/client.ts";
import { readDiscounts } from "../../discounts/read.ts";
import { catalogModel, offeredModel } from "../../prices/catalog.ts";
import { priceAt } from "../../prices/cost.ts";
import type { Price } from "../../protocol/price.ts";
import { ProviderKind } from "../../protocol/provider-kind.ts";
import { storedModels } from "../../providers/models.ts";
import { dimensions } from "../cubes.ts";
import { addDays } from "../days.ts";
import { type Totals, tokensOfRow } from "../series.ts";
import { withSpend } from "../source.ts";
import { sumsSql } from "../tokens-sql.ts";
import type { FocusRow } from "./columns.ts";
import { partiesOf } from "./names.ts";
import { rowOf } from "./row-of.ts";
import { chargesOf } from "./rows.ts";

interface Cell extends Totals {
  connection_id: string;
  model: string;
  box_id: string;
  agent: string;
  caller: string;
}

interface Moments {
  starts: Date;
  ends: Date;
  monthStarts: Date;
  monthEnds: Date;
}

const keys = Prisma.raw(dimensions.join(", "));

/** Every charge of one day of a zone, in the order of provider, model, box, agent and caller. */
export function linesOfDay(
  ctx: Ctx,
  zone: string,
  { day, month, nextMonth }: { day: string; month: string; nextMonth: string },
): Promise<FocusRow[]> {
  return withSpend(ctx, zone, async ({ tx, days }) => {
    const cells = await tx.$queryRaw<Cell[]>`
      select ${keys}, ${sumsSql("c")} from (${days(day, addDays(day, 1), dimensions)}) c group by ${keys} order by ${keys}`;
    if (cells.length === 0) return [];
    const [moments] = await tx.$queryRaw<Moments[]>`
      select ${day}::timestamp at time zone ${zone} as starts, ${addDays(day, 1)}::timestamp at time zone ${zone} as ends,
        ${month}::timestamp at time zone ${zone} as "monthStarts", ${nextMonth}::timestamp at time zone ${zone} as "monthEnds"`;
    if (!moments) throw new Error("a select without a table has one row");
    const known = await readKnown(tx, ctx.org.id, moments);
    return cells.flatMap((cell) => {
      const { connection_id: connectionId, model, box_id: boxId, agent, caller } = cell;
      const connection = known.connections.get(connectionId);
      const metered = {
        tokens: tokensOfRow(cell),
        webSearches: cell.web_searches,
        requests: cell.requests,
        costNanos: cell.cost_nanos,
      };
      return chargesOf(metered, known.pricesOf(connectionId, model)).map((charge) =>
        rowOf(charge, {
          org: ctx.org,
          moments,
          connection: { id: connectionId, ...(connection ?? unknownConnection) },
          box: { id: boxId, name: known.boxes.get(boxId) ?? "" },
          model,
          agent,
          caller,
          requests: cell.requests,
        }),
      );
    });
  });
}

/** Connections are kept when they are disconnected, so this is for rows that somebody else removed. */
const gone = { kind: "", baseUrl: "", name: "Unknown", channel: "direct" } as const;
const unknownConnection = { channel: gone.channel, parties: partiesOf(gone) };

/** What keys of the day are called and cost; prices are those in force at its noon. */
async function readKnown(tx: Tx, orgId: string, { starts, ends }: Moments) {
  const noon = (starts.getTime() + ends.getTime()) / 2;
  const rows = await tx.providerConnection.findMany({ where: { orgId } });
  const boxes = await tx.box.findMany({ where: { orgId }, select: { id: true, name: true } });
  const discountsOf = await readDiscounts(tx, orgId);
  const prices = new Map<string, { list: Price | null; contracted: Price | null }>();
  for (const row of rows) {
    for (const stored of storedModels(row.models)) {
      prices.set(`${row.id} ${stored.id}`, {
        list: priceAt(stored.listPrices, noon),
        contracted: priceAt(offeredModel(stored, discountsOf(row.id)).prices, noon),
      });
    }
  }
  const free = new Map(
    rows.flatMap(({ id, kind, baseUrl }) =>
      kind === "local"
        ? [[id, priceAt(catalogModel({ kind: ProviderKind.enum.local, baseUrl }, "").listPrices, noon)]]
        : [],
    ),
  );
  return {
    connections: new Map(rows.map((row) => [row.id, { channel: row.channel, parties: partiesOf(row) }])),
    boxes: new Map(boxes.map(({ id, name }) => [id, name])),
    pricesOf: (connectionId: string, model: string) => {
      const local = free.get(connectionId) ?? null;
      return prices.get(`${connectionId} ${model}`) ?? { list: local, contracted: local };
    },
  };
}
