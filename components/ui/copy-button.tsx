"use client";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { copyText } from "./copy-text.ts";

/** `what` names the thing for people who do not see what stands beside the button. */
export function CopyButton({ text, what, hasLabel = false }: { text: string; what: string; hasLabel?: boolean }) {
  const t = useTranslations("ui");
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <Button
      variant={hasLabel ? "secondary" : "ghost"}
      size={hasLabel ? "sm" : "icon"}
      aria-label={isCopied ? t("copied") : t("copyWhat", { what })}
      onClick={() => void copyText(text).then(() => setIsCopied(true))}
    >
      {isCopied ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />}
      {hasLabel ? (isCopied ? t("copied") : t("copy")) : null}
    </Button>
  );
}
