import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../../context.ts";
import { csvField } from "../../csv-field.ts";
import { AppError } from "../../errors.ts";
import { addDays, addMonths, daysBetween, monthStart } from "../days.ts";
import { SpendWindow } from "../schema.ts";
import { withSpend } from "../source.ts";
import { windowOf } from "../window.ts";
import { focusColumns } from "./columns.ts";
import { linesOfDay } from "./read-day.ts";

const mostDays = 92;

/** `GET /api/v1/spend/focus` */
export const FocusQuery = SpendWindow.refine(
  ({ range, from, to }) => range !== "custom" || (from !== undefined && to !== undefined && from <= to),
  { path: ["range"], error: "custom needs from and to, the first not after the last" },
);

/** A numeral stays one, also below zero, which csvField would take for a formula. */
function cell(text: string | null): string {
  return text === null ? "" : /^-?\d+(\.\d+)?$/.test(text) ? text : csvField(text);
}

/**
 * A FOCUS 1.3 cost and usage file: one day, provider, model, box, agent and caller after the other, each as its charges. Days
 * are those of the zone, told in UTC with exclusive ends. The amounts of a file sum to the metered cost to the nano-dollar.
 */
export async function exportFocus(ctx: Ctx, query: z.output<typeof FocusQuery>): Promise<Response> {
  requirePermission(ctx, "spend.read");
  const { days, zone } = await withSpend(ctx, query.zone, async ({ today, zone: at }) => ({
    days: windowOf({ ...query, granularity: "day" }, today),
    zone: at,
  }));
  const count = daysBetween(days.from, days.to);
  if (count > mostDays) {
    const reason = `a file has at most ${mostDays} days, these are ${count}`;
    throw new AppError("invalid_query", `range: ${reason}`, [{ name: "range", reason }]);
  }
  const encoder = new TextEncoder();
  let day = days.from;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(`${focusColumns.join(",")}\r\n`));
    },
    async pull(controller) {
      // A stream is asked again only after it gave something; days without usage give nothing.
      for (let text = ""; text === ""; day = addDays(day, 1)) {
        if (day >= days.to) return controller.close();
        const month = monthStart(day);
        const rows = await linesOfDay(ctx, zone, { day, month, nextMonth: addMonths(month, 1) });
        text = rows.map((row) => `${focusColumns.map((name) => cell(row[name])).join(",")}\r\n`).join("");
        if (text !== "") controller.enqueue(encoder.encode(text));
      }
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="focus-${ctx.org.slug}-${days.from}-${addDays(days.to, -1)}.csv"`,
      "cache-control": "no-store",
    },
  });
}
