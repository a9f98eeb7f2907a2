"use client";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import type { SpendText } from "./search-params.ts";
import { issuesOf } from "./url-issues.ts";

/** What is wrong with the address, in the words of the API, and the way out. */
export function UrlProblem({ text, reset }: { text: SpendText; reset: () => void }) {
  const t = useTranslations("spend");
  return (
    <div role="alert" className="space-y-3 rounded-lg border border-bad/40 bg-bad-subtle p-4 text-bad">
      <p className="font-medium">{t("badAddress")}</p>
      <ul className="space-y-1">
        {issuesOf(text).map(({ name, value, reason }) => (
          <li key={name} className="break-words">
            <code className="font-mono text-xs">
              {name}={value.slice(0, 80)}
            </code>
            {": "}
            {reason}
          </li>
        ))}
      </ul>
      <Button onClick={reset}>{t("resetAddress")}</Button>
    </div>
  );
}
