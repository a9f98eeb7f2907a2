"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FlaskConical, Globe, Sparkles } from "lucide-react";
import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import type { ProviderKind } from "#lib/protocol/config.ts";
import { connectProvider } from "#lib/providers/query.ts";

/** The practice provider needs nothing, so one click connects it. */
export function KindPicker({
  hasPractice,
  onPick,
  onConnected,
}: {
  hasPractice: boolean;
  onPick: (kind: ProviderKind) => void;
  onConnected: () => void;
}) {
  const t = useTranslations("connect");
  const { slug } = useOrg();
  const client = useQueryClient();
  const practice = useMutation({
    mutationFn: () => connectProvider(slug, { name: t("practiceName"), endpoint: { kind: "practice" } }),
    onSuccess: ({ name }) => {
      void client.invalidateQueries({ queryKey: [slug] });
      toast(t("connected", { name }));
      onConnected();
    },
  });
  const choices = [
    {
      id: "practice",
      Icon: FlaskConical,
      title: t("practice"),
      text: hasPractice ? t("practiceThere") : t("practiceText"),
      isDisabled: hasPractice || practice.isPending,
      pick: () => practice.mutate(),
    },
    { id: "openai", Icon: Sparkles, title: t("openai"), text: t("openaiText"), pick: () => onPick("openai") },
    {
      id: "compatible",
      Icon: Globe,
      title: t("compatible"),
      text: t("compatibleText"),
      pick: () => onPick("openai_compatible"),
    },
  ];
  return (
    <div className="space-y-2">
      {choices.map(({ id, Icon, title, text, isDisabled, pick }) => (
        <button
          key={id}
          type="button"
          disabled={isDisabled}
          onClick={pick}
          className="flex w-full items-start gap-3 rounded-md border px-3 py-3 text-left hover:border-accent hover:bg-hover disabled:pointer-events-none disabled:opacity-60"
        >
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
          <span>
            <span className="block font-medium">{title}</span>
            <span className="block text-muted">{text}</span>
          </span>
        </button>
      ))}
      {practice.error ? <ProblemNote error={practice.error} /> : null}
    </div>
  );
}
