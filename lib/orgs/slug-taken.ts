import "server-only";
import { isUniqueViolation } from "../db/unique-violation.ts";
import { AppError } from "../errors.ts";

/**
 * Slugs are unique over all organizations, of which a tenant's transaction sees one; so the database says whether one is
 * taken, and only after the transaction is it safe to answer.
 */
export async function orSlugTaken<Result>(work: Promise<Result>, slug: string): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("name_taken", `The address ${slug} is taken.`, [{ name: "slug", reason: "taken" }]);
  }
}
