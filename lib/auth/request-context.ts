import "server-only";
import { orgHeader } from "../api/fetcher.ts";
import type { Ctx } from "../context.ts";
import { AppError, notFound } from "../errors.ts";
import { currentUser } from "./current-user.ts";
import { findMembership } from "./membership.ts";
import { assertSameSite } from "./same-site.ts";

/**
 * Who calls `/api/v1` and about which organization: the `kaihe-org` header (or `?org=`, for EventSource) names it by
 * slug. An organization the person is not in answers like one that does not exist.
 */
export async function requestContext(request: Request, requestId: string): Promise<Ctx> {
  assertSameSite(request);
  const user = await currentUser();
  if (!user) throw new AppError("not_signed_in", "Sign in first.");
  const slug = request.headers.get(orgHeader) ?? new URL(request.url).searchParams.get("org");
  const membership = slug === null ? null : await findMembership(user.id, slug);
  if (!membership) throw notFound("organization");
  return {
    org: membership.org,
    actor: { kind: "user", userId: user.id, name: user.name, role: membership.role },
    requestId,
  };
}
