"use client";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { DateTime } from "#components/ui/time-ago.tsx";
import type { AuditEntry } from "#lib/audit/schema.ts";
import { AuditDetails } from "./audit-details.tsx";
import { targetName } from "./diff.ts";
import { useActionText } from "./use-action-text.ts";

// messages: audit.kind.*
/** When, who, what to what; the rest when opened. `names` are those of the members, by id. */
export function AuditRow({ entry, names }: { entry: AuditEntry; names: ReadonlyMap<string, string> }) {
  const t = useTranslations("audit");
  const actionText = useActionText();
  const { seq, at, actor, action, targetId, before, after } = entry;
  // Kinds are open-ended: an entry of an older version may have one that is gone.
  const kind = `kind.${actor.kind}` as Parameters<typeof t>[0];
  const who = actor.name ?? (t.has(kind) ? t(kind) : actor.kind);
  // Whoever acts on themselves needs no naming twice.
  const id = targetId === actor.id ? null : targetId;
  const target = targetName(before, after) ?? names.get(id ?? "") ?? (id === "org" ? t("wholeOrg") : id);
  return (
    <li>
      <details className="group">
        <summary className="grid cursor-pointer list-none grid-cols-[1rem_1fr] items-baseline gap-x-2 px-4 py-2.5 hover:bg-hover focus-visible:-outline-offset-2 sm:grid-cols-[1rem_11rem_1fr_auto] [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-3.5 translate-y-0.5 text-muted transition-transform group-open:rotate-90"
          />
          <span className="text-xs text-muted sm:text-sm">
            <DateTime at={at} />
          </span>
          <span className="col-start-2 min-w-0 break-words sm:col-start-auto">
            <span className="font-medium">{who}</span> {actionText(action)}{" "}
            {target ? <span className="break-all text-muted">{target}</span> : null}
          </span>
          <span className="hidden text-xs text-muted tabular-nums sm:inline">#{seq}</span>
        </summary>
        <AuditDetails entry={entry} />
      </details>
    </li>
  );
}
