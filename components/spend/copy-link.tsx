"use client";
import { Check, Link2 } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { copyText } from "#components/ui/copy-text.ts";
import type { SpendQuery, SpendView } from "#lib/spend/schema.ts";
import { pinned } from "./drill.ts";

/** Copies the address with its days and zone spelled out, so that it opens the same picture next week and elsewhere. */
export function CopyLink({ query, view }: { query: SpendQuery; view: SpendView }) {
  const t = useTranslations("spend");
  const pathname = usePathname();
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  function link(): string {
    const search = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(pinned(query, view))) {
      if (value === null) search.delete(name);
      else search.set(name, value);
    }
    return `${window.location.origin}${pathname}?${search}`;
  }
  return (
    <Button onClick={() => void copyText(link()).then(() => setIsCopied(true))}>
      {isCopied ? <Check aria-hidden className="text-ok" /> : <Link2 aria-hidden />}
      {isCopied ? t("linkCopied") : t("copyLink")}
    </Button>
  );
}
