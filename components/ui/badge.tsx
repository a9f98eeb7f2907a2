import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";

const badge = cva("inline-flex items-center gap-1 rounded-md px-1.5 py-px text-xs font-medium whitespace-nowrap", {
  variants: {
    tone: {
      neutral: "bg-hover text-muted",
      ok: "bg-ok-subtle text-ok",
      warn: "bg-warn-subtle text-warn",
      bad: "bg-bad-subtle text-bad",
      info: "bg-info-subtle text-info",
    },
  },
  defaultVariants: { tone: "neutral" },
});

export type Tone = NonNullable<VariantProps<typeof badge>["tone"]>;

export function Badge({ tone, children }: { tone?: Tone; children: ReactNode }) {
  return <span className={badge({ tone })}>{children}</span>;
}
