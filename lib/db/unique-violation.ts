import "server-only";
import { Prisma } from "./client.ts";

/** True for what Postgres refused because the value is taken. The transaction is lost; catch it outside. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
