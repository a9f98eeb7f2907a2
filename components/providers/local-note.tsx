"use client";
import { useTranslations } from "next-intl";

const servers = [
  { name: "Ollama", address: "http://127.0.0.1:11434" },
  { name: "llama.cpp", address: "http://127.0.0.1:8080" },
  { name: "vLLM", address: "http://127.0.0.1:8000" },
];

/** Whose loopback it is, and what happens next: there is nothing to test from here. */
export function LocalNote() {
  const t = useTranslations("connect");
  return (
    <div className="space-y-2 rounded-md bg-hover px-3 py-2">
      <p>{t("localText")}</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-xs">
        {servers.map(({ name, address }) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="font-mono">{address}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
