"use client";
import { useMutation } from "@tanstack/react-query";
import { Cloud, FlaskConical, Gem, Globe, HardDrive, type LucideIcon, Sparkles, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { ProblemNote } from "#components/state/problem-note.tsx";
import { type Preset, presets } from "#lib/providers/presets.ts";
import { connectProvider } from "#lib/providers/query.ts";
import type { FormKind } from "./connect-values.ts";
import { useConnected } from "./use-connect-form.ts";

export type Picked = { kind: FormKind; preset: Preset | null };

const kinds: { kind: FormKind; Icon: LucideIcon }[] = [
  { kind: "openai", Icon: Sparkles },
  { kind: "anthropic", Icon: Sun },
  { kind: "gemini", Icon: Gem },
  { kind: "azure_openai", Icon: Cloud },
  { kind: "local", Icon: HardDrive },
  { kind: "openai_compatible", Icon: Globe },
];

const choice =
  "flex w-full items-start gap-3 rounded-md border px-3 py-2.5 text-left hover:border-accent hover:bg-hover disabled:pointer-events-none disabled:opacity-60";

// messages: connect.kindName.*
// messages: connect.kindText.*
// messages: connect.channelShort.*
/** The practice provider needs nothing, so one click connects it. Brands that speak OpenAI's API are one click ahead. */
export function KindPicker({ hasPractice, onPick }: { hasPractice: boolean; onPick: (picked: Picked) => void }) {
  const t = useTranslations("connect");
  const { slug } = useOrg();
  const connected = useConnected();
  const practice = useMutation({
    mutationFn: () => connectProvider(slug, { name: t("practiceName"), endpoint: { kind: "practice" } }),
    onSuccess: connected,
  });
  return (
    <div className="space-y-4">
      <button
        type="button"
        disabled={hasPractice || practice.isPending}
        onClick={() => practice.mutate()}
        className={choice}
      >
        <FlaskConical aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
        <span>
          <span className="block font-medium">{t("practice")}</span>
          <span className="block text-muted">{hasPractice ? t("practiceThere") : t("practiceText")}</span>
        </span>
      </button>
      {practice.error ? <ProblemNote error={practice.error} /> : null}
      <ul className="grid gap-2 sm:grid-cols-2">
        {kinds.map(({ kind, Icon }) => (
          <li key={kind} className="flex">
            <button type="button" onClick={() => onPick({ kind, preset: null })} className={choice}>
              <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
              <span>
                <span className="block font-medium">{t(`kindName.${kind}`)}</span>
                <span className="block text-muted">{t(`kindText.${kind}`)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <section aria-label={t("presets")}>
        <h3 className="mb-2 text-xs text-muted">{t("presets")}</h3>
        <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3">
          {presets.map((preset) => (
            <li key={preset.id}>
              <button
                type="button"
                onClick={() => onPick({ kind: "openai_compatible", preset })}
                className="flex min-h-9 w-full items-baseline justify-between gap-2 rounded-md border px-3 py-1.5 text-left hover:border-accent hover:bg-hover pointer-coarse:min-h-11"
              >
                <span className="font-medium">{preset.name}</span>
                <span className="text-xs text-muted">{t(`channelShort.${preset.channel}`)}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
