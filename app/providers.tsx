"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { SessionGuard } from "#components/auth/session-guard.tsx";
import { ApiError } from "#lib/api/fetcher.ts";

// Says nothing before somebody did something: it follows the page.
const Toaster = dynamic(() => import("sonner").then((module) => module.Toaster), { ssr: false });

/** A refusal stays a refusal; only a dead network and a failing server are worth asking again. */
function isWorthRetrying(failureCount: number, error: Error): boolean {
  const status = error instanceof ApiError ? error.problem.status : 500;
  return (status === 0 || status >= 500) && failureCount < 2;
}

/** The nonce of this document; a refresh brings the one of another answer, which this document's policy does not know. */
function useDocumentNonce(nonce: string): string {
  return useState(() => {
    // Where react-remove-scroll, under every dialog, looks for the nonce of the style element it adds (get-nonce).
    if (typeof window !== "undefined") Object.assign(window, { __webpack_nonce__: nonce });
    return nonce;
  })[0];
}

export function Providers({ nonce, children }: { nonce: string; children: ReactNode }) {
  const documentNonce = useDocumentNonce(nonce);
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: isWorthRetrying } } }),
  );
  return (
    <ThemeProvider attribute="class" disableTransitionOnChange nonce={documentNonce}>
      <QueryClientProvider client={client}>
        <NuqsAdapter>{children}</NuqsAdapter>
        <SessionGuard />
      </QueryClientProvider>
      <Toaster
        position="bottom-right"
        style={{ fontFamily: "inherit" }}
        toastOptions={{
          className: "!rounded-md !border !border-border !bg-background !text-foreground !text-sm !shadow-none",
        }}
      />
    </ThemeProvider>
  );
}
