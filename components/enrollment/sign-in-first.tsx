"use client";
import { useEffect } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { signInFirst } from "./use-code.ts";
import { readCode } from "./user-code.ts";

/** Only the browser knows the code, so only it can carry it through sign-in. */
export function SignInFirst() {
  useEffect(() => signInFirst(readCode(window.location.hash)), []);
  return <Skeleton className="h-40" />;
}
