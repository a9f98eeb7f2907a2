import { boxRoute } from "#lib/api/box-route.ts";
import { exchangeLeases } from "#lib/leases/exchange.ts";
import { LeaseRequest } from "#lib/protocol/lease.ts";

export const POST = boxRoute({ body: LeaseRequest }, ({ ctx, body }) => exchangeLeases(ctx, body));
