/** Nouns that a dashboard refetches; the second part of its query keys. */
export const topics = [
  "boxes",
  "configs",
  "budgets",
  "spend",
  "invoices",
  "providers",
  "local-keys",
  "actions",
  "members",
  "api-keys",
  "audit",
  "alerts",
  "webhooks",
  "spend-views",
] as const;
