"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ApiError } from "#lib/api/fetcher.ts";
import { orgQuery } from "#lib/orgs/query.ts";
import { useOrg } from "./org-context.tsx";
import { batchTopics, topicOf } from "./topic-batch.ts";

const refetchEveryMs = 500;
/** Boxes, providers: they show spend and leases too, but change with every call of every box. */
const refetchDerivedEveryMs = 3_000;
const hintAfterMs = 5_000;
const reopenAfterMs = 3_000;

/** Keeps every open page true: the server names the noun that changed, and what is shown of it is fetched again. */
export function LiveUpdates() {
  const t = useTranslations("shell");
  const { slug } = useOrg();
  const client = useQueryClient();
  const router = useRouter();
  const [isDown, setIsDown] = useState(false);

  useEffect(() => {
    const invalidate = (topic: string) => void client.invalidateQueries({ queryKey: [slug, topic] });
    const derived = batchTopics(invalidate, refetchDerivedEveryMs);
    const batch = batchTopics((topic) => {
      invalidate(topic);
      if (topic === "spend" || topic === "budgets") derived.push("boxes");
      if (topic === "spend") derived.push("providers");
      // Nearly everything else that changes is written down; the log has no hint of its own.
      else derived.push("audit");
    }, refetchEveryMs);
    let source: EventSource;
    let hint: ReturnType<typeof setTimeout> | undefined;
    let reopen: ReturnType<typeof setTimeout> | undefined;
    let hasDropped = false;

    function connect() {
      source = new EventSource(`/api/v1/events?org=${encodeURIComponent(slug)}`);
      source.onopen = () => {
        clearTimeout(hint);
        hint = undefined;
        setIsDown(false);
        // Whatever was said while nobody listened is unknown: read everything again.
        if (hasDropped) void client.invalidateQueries({ queryKey: [slug] });
        // The stream also ends when one's role changes, and the page was rendered for the old one.
        if (hasDropped) router.refresh();
        hasDropped = false;
      };
      source.onmessage = (event: MessageEvent<string>) => {
        const topic = topicOf(event.data);
        if (topic) batch.push(topic);
      };
      source.onerror = () => {
        hasDropped = true;
        hint ??= setTimeout(() => setIsDown(true), hintAfterMs);
        // The browser reconnects by itself after a drop, but gives up for good on an error status.
        if (source.readyState !== EventSource.CLOSED) return;
        reopen = setTimeout(connect, reopenAfterMs);
        void leaveIfOut();
      };
    }

    /**
     * An EventSource does not say why it was refused; a call does. A signed-out page leaves by itself
     * (components/auth/session-guard.tsx); of an organization one is out of, the page says so.
     */
    async function leaveIfOut() {
      try {
        await client.fetchQuery({ ...orgQuery(slug), staleTime: 0, retry: false });
      } catch (error) {
        const status = error instanceof ApiError ? error.problem.status : 0;
        if (status === 404) router.refresh();
      }
    }

    connect();
    return () => {
      source.close();
      clearTimeout(hint);
      clearTimeout(reopen);
      batch.stop();
      derived.stop();
    };
  }, [client, router, slug]);

  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-3 z-30 flex justify-center">
      {isDown ? (
        <span className="rounded-md border bg-background px-3 py-1.5 text-warn">{t("reconnecting")}</span>
      ) : null}
    </div>
  );
}
