import type { Format } from "./format.ts";

/**
 * The cost export of Anthropic's console: a row per day, model, workspace and kind of token, in US dollars by the column's
 * name. Models are written as people say them ("Claude Haiku 4.5"). The usage export of tokens has no costs and is refused.
 */
export const anthropic: Format<"date" | "model" | "cost" | "kind"> = {
  id: "anthropic",
  columns: {
    date: ["usagedateutc", "usagedate"],
    model: ["model", "modelversion"],
    cost: ["costusd"],
    kind: ["tokentype", "costtype"],
  },
  required: ["date", "model", "cost"],
  read: (cells) => ({
    day: cells("date"),
    name: [cells("model"), cells("kind")].filter((part) => part !== "").join(", "),
    cost: cells("cost"),
    currency: "USD",
    quantity: "",
  }),
};
