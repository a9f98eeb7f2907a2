import "server-only";
import { randomUUID } from "node:crypto";
import { AppError, notFound } from "../errors.ts";
import { errorResponse } from "./problem.ts";

/** The answer of an address that is no route. */
export async function unknownAddress(): Promise<Response> {
  return errorResponse(notFound("address below /api"), randomUUID());
}

/** The answer to a form that is too long, or does not say how long it is. */
export function formTooLarge(limitBytes: number): Response {
  return errorResponse(new AppError("body_too_large", `The form is larger than ${limitBytes} bytes.`), randomUUID());
}
