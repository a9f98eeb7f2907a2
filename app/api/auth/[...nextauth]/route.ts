import type { NextRequest } from "next/server";
import nextAuth from "next-auth";
import { callerAddress } from "#lib/api/caller-address.ts";
import { formTooLarge, unknownAddress } from "#lib/api/refusals.ts";
import { takeLinkIntent } from "#lib/auth/link-intent.ts";
import { authOptions } from "#lib/auth/options.ts";
import { relyingParty } from "#lib/auth/relying-party.ts";

const formLimitBytes = 64 * 1024;

async function handle(request: NextRequest, segment: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  // next-auth reads forms without a bound of its own.
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (request.method === "POST" && !(length <= formLimitBytes)) return formTooLarge(formLimitBytes);
  const origin = { userAgent: request.headers.get("user-agent"), address: callerAddress(request) };
  const [action, provider] = (await segment.params).nextauth;
  const isReturn = action === "callback" && request.method === "GET";
  // Forms are posted; next-auth would answer 500 to anything else.
  if (isReturn && (provider === "credentials" || provider === "passkey")) return unknownAddress();
  const linking = isReturn ? await takeLinkIntent(request) : null;
  return nextAuth(request, segment, authOptions(origin, relyingParty(request), linking));
}

export { handle as GET, handle as POST };
