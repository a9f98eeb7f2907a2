import type { NextRequest } from "next/server";
import nextAuth from "next-auth";
import { authOptions } from "#lib/auth/options.ts";

function handle(request: NextRequest, segment: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  return nextAuth(request, segment, authOptions());
}

export { handle as GET, handle as POST };
