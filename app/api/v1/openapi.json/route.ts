import { openRoute } from "#lib/api/route.ts";
import document from "./document.json" with { type: "json" };

export const GET = openRoute({ limit: "api.document" }, async () => document);
