import "server-only";
import { notFound } from "next/navigation";
import { AppError } from "#lib/errors.ts";

/** The page's own "not found" for a thing that does not exist, or exists elsewhere. */
export async function orNotFound<Value>(read: Promise<Value>): Promise<Value> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
