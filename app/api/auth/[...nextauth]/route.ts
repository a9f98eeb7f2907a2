import type { NextRequest } from "next/server";
import nextAuth from "next-auth";
import { callerAddress } from "#lib/api/caller-address.ts";
import { authOptions } from "#lib/auth/options.ts";
import { relyingParty } from "#lib/auth/relying-party.ts";

function handle(request: NextRequest, segment: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  const origin = { userAgent: request.headers.get("user-agent"), address: callerAddress(request) };
  return nextAuth(request, segment, authOptions(origin, relyingParty(request)));
}

export { handle as GET, handle as POST };
