"use client";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { handleSessionProblems } from "#lib/api/fetcher.ts";
import { leaveToSignIn } from "./leave-to-sign-in.ts";

const ConfirmIdentity = dynamic(() => import("./confirm-identity.tsx").then((module) => module.ConfirmIdentity));

/**
 * What every page does when the server asks for the person: a proof in one dialog, however many requests wait for it,
 * and the sign-in page at once when the session is over.
 */
export function SessionGuard() {
  const client = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const waiting = useRef<{ promise: Promise<boolean>; answer: (isProven: boolean) => void } | null>(null);

  useEffect(
    () =>
      handleSessionProblems({
        confirmIdentity: () => {
          if (!waiting.current) {
            const { promise, resolve } = Promise.withResolvers<boolean>();
            waiting.current = { promise, answer: resolve };
            setIsAsking(true);
          }
          return waiting.current.promise;
        },
        signedOut: () => leaveToSignIn(client),
      }),
    [client],
  );

  function close(isProven: boolean) {
    waiting.current?.answer(isProven);
    waiting.current = null;
    setIsAsking(false);
  }

  return isAsking ? <ConfirmIdentity onClose={close} /> : null;
}
