import "server-only";
import { randomUUID } from "node:crypto";
import { notFound } from "../errors.ts";
import { errorResponse } from "./problem.ts";

/** The answer of an address that is no route. */
export async function unknownAddress(): Promise<Response> {
  return errorResponse(notFound("address below /api"), randomUUID());
}
