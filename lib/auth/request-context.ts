import "server-only";
import { callerAddress } from "../api/caller-address.ts";
import { orgHeader } from "../api/fetcher.ts";
import { refuseUnstorable } from "../api/storable.ts";
import type { Ctx } from "../context.ts";
import { AppError, notFound } from "../errors.ts";
import { apiKeyContext } from "./api-key-context.ts";
import { userOfCookie } from "./current-user.ts";
import { findMembership } from "./membership.ts";
import { assertSameSite } from "./same-site.ts";
import type { SignedInUser } from "./session.ts";

/** The token of `Authorization: Bearer …`; null without the header, empty for any other scheme. */
function bearerOf(request: Request): string | null {
  const header = request.headers.get("authorization");
  if (header === null) return null;
  return /^Bearer (\S+)$/i.exec(header)?.[1] ?? "";
}

/**
 * Who calls `/api/v1` and about which organization: an API key belongs to one; a person names it by slug in the header
 * `kaihe-org` (or `?org=`, for EventSource). An organization the caller is not in answers like one that does not exist.
 */
export async function requestContext(request: Request, requestId: string): Promise<Ctx> {
  const slug = request.headers.get(orgHeader) ?? new URL(request.url).searchParams.get("org");
  refuseUnstorable({ org: slug });
  const key = bearerOf(request);
  if (key !== null) return apiKeyContext(key, { slug, requestId, address: callerAddress(request) });
  const user = await signedIn(request);
  const membership = slug === null ? null : await findMembership(user.id, slug);
  if (!membership) throw notFound("organization");
  return {
    org: membership.org,
    actor: { kind: "user", userId: user.id, name: user.name, role: membership.role },
    requestId,
    authenticatedAt: user.authenticatedAt,
  };
}

/** The person who calls about themselves. API keys belong to an organization and have no self. */
export async function requestPerson(request: Request): Promise<SignedInUser> {
  if (request.headers.has("authorization")) {
    throw new AppError("people_only", "This is about a person's own account; an API key has none.");
  }
  return signedIn(request);
}

async function signedIn(request: Request): Promise<SignedInUser> {
  assertSameSite(request);
  const user = await userOfCookie(request.headers.get("cookie"));
  if (!user) throw new AppError("not_signed_in", "Sign in first.");
  return user;
}
