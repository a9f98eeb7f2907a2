import "server-only";

/**
 * True for what Postgres could not add up (SQLSTATE 22003): numbers that are allowed one by one and whose sum no column
 * holds. The transaction is lost.
 */
export function isOutOfRange(error: unknown): boolean {
  return error instanceof Error && /22003|out of range/.test(`${error.message} ${JSON.stringify(error)}`);
}
