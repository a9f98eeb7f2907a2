import type { Format } from "./format.ts";

/**
 * OpenAI's cost export (Usage → Export → Cost data, by day, grouped by line item). Days are UTC. `line_item` reads
 * "gpt-5-nano, input_tokens"; without grouping it is empty. A day without cost is a row without an amount.
 */
export const openai: Format<"start" | "cost" | "currency" | "item" | "quantity"> = {
  id: "openai",
  columns: {
    start: ["starttimeiso", "starttime"],
    cost: ["amountvalue"],
    currency: ["amountcurrency"],
    item: ["lineitem"],
    quantity: ["quantity"],
  },
  required: ["start", "cost", "currency", "item"],
  read: (cells) =>
    cells("cost") === ""
      ? null
      : {
          day: cells("start"),
          name: cells("item"),
          cost: cells("cost"),
          currency: cells("currency"),
          quantity: cells("quantity"),
        },
};
