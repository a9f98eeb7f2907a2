import { route } from "#lib/api/route.ts";
import { getPriceBook } from "#lib/prices/read-book.ts";
import { PriceBook } from "#lib/prices/schema.ts";

export const GET = route({ response: PriceBook, permission: "providers.read" }, ({ ctx }) => getPriceBook(ctx));
