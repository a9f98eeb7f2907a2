import type { Format } from "./format.ts";

/** Our own: `date,model,cost,currency[,quantity]`, for whatever else a bill comes as. */
export const plain: Format<"date" | "model" | "cost" | "currency" | "quantity"> = {
  id: "plain",
  columns: { date: ["date"], model: ["model"], cost: ["cost"], currency: ["currency"], quantity: ["quantity"] },
  required: ["date", "model", "cost", "currency"],
  read: (cells) => ({
    day: cells("date"),
    name: cells("model"),
    cost: cells("cost"),
    currency: cells("currency"),
    quantity: cells("quantity"),
  }),
};
