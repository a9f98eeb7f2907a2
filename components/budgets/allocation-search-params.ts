import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { periodKinds } from "#lib/protocol/budget.ts";

export const allocationParsers = { period: parseAsStringLiteral(periodKinds).withDefault("month") };

export const loadAllocationParams = createLoader(allocationParsers);
