"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Card } from "#components/ui/card.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import type { BoxDetail } from "#lib/boxes/schema.ts";
import { anthropicSnippet, curlSnippet, openaiSnippet } from "./call-snippets.ts";
import { gatewayUrl } from "./gateway-url.ts";
import { useCallableModels } from "./use-callable-models.ts";

export function CallHow({ box }: { box: BoxDetail }) {
  const t = useTranslations("callHow");
  const { slug } = useOrg();
  const { aliases, models } = useCallableModels(slug, box.id);
  const example = { url: gatewayUrl(box.address), model: aliases[0] ?? models[0] ?? "MODEL", key: t("yourKey") };
  return (
    <Card
      title={t("title")}
      description={t.rich("text", {
        keys: (chunks) => (
          <Link href={`/${slug}/keys`} className="text-accent underline">
            {chunks}
          </Link>
        ),
      })}
    >
      <div className="space-y-3">
        <CodeBlock code={example.url} what={t("baseUrl")} />
        <details>
          <summary className="min-h-6 font-medium pointer-coarse:min-h-11">curl</summary>
          <CodeBlock code={curlSnippet(example)} what="curl" />
        </details>
        <details>
          <summary className="min-h-6 font-medium pointer-coarse:min-h-11">openai (Node)</summary>
          <CodeBlock code={openaiSnippet(example)} what="openai" />
        </details>
        <details>
          <summary className="min-h-6 font-medium pointer-coarse:min-h-11">@anthropic-ai/sdk (Node)</summary>
          <CodeBlock code={anthropicSnippet(example)} what="@anthropic-ai/sdk" />
        </details>
      </div>
    </Card>
  );
}
