import { randomUUID } from "node:crypto";
import { errorResponse } from "#lib/api/problem.ts";
import { jsonResponse } from "#lib/api/route.ts";
import { readMe } from "#lib/orgs/read-me.ts";

export async function GET(): Promise<Response> {
  const requestId = randomUUID();
  try {
    return jsonResponse(await readMe(), requestId);
  } catch (error) {
    return errorResponse(error, requestId);
  }
}
