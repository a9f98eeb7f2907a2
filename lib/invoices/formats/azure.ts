import type { Format } from "./format.ts";

/**
 * A cost export of Azure Cost Management (ActualCost), which has everything of the subscription: with a column of resources
 * only what the connection's own resource was billed counts. Where the billing currency is not the dollar, the column in US
 * dollars is taken if the export has one. Meters are named "gpt-4o-mini-0718-Inp-glbl Tokens", so most need a person to say
 * once which model they are.
 */
export const azure: Format<"date" | "cost" | "costUsd" | "currency" | "meter" | "sub" | "quantity" | "resource"> = {
  id: "azure",
  columns: {
    date: ["date", "usagedatetime", "usagedate"],
    cost: ["costinbillingcurrency", "pretaxcost", "cost"],
    costUsd: ["costinusd", "costusd"],
    currency: ["billingcurrencycode", "billingcurrency", "currencycode", "currency"],
    meter: ["metername", "meter"],
    sub: ["metersubcategory"],
    quantity: ["quantity", "usagequantity"],
    resource: ["resourceid", "instanceid"],
  },
  required: ["date", "cost", "currency", "meter"],
  read: (cells, { resource, has }) => {
    const account = cells("resource").split("/").at(-1)?.toLowerCase();
    if (resource !== null && has("resource") && account !== resource) return null;
    const isUsd = cells("currency").trim().toUpperCase() === "USD";
    const inUsd = !isUsd && cells("costUsd") !== "";
    return {
      day: cells("date"),
      name: cells("meter") || cells("sub"),
      cost: inUsd ? cells("costUsd") : cells("cost"),
      currency: inUsd ? "USD" : cells("currency"),
      quantity: cells("quantity"),
    };
  },
};
