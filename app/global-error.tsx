"use client";
import "./globals.css";
import { useEffect, useState } from "react";
import { htmlLang, type Locale } from "#lib/i18n/locale.ts";

/** The one page without next-intl: it stands in for the root layout that would provide it. */
const texts: Record<Locale, { title: string; retry: string }> = {
  en: { title: "The console could not be shown.", retry: "Try again" },
  zh: { title: "控制台无法显示。", retry: "重试" },
};

export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  const [locale, setLocale] = useState<Locale>("en");
  useEffect(() => {
    if (/(^|; )kaihe-locale=zh/.test(document.cookie)) setLocale("zh");
  }, []);
  return (
    <html lang={htmlLang[locale]}>
      <body className="grid min-h-dvh place-items-center">
        <main className="text-center">
          <title>Kaihe Fleet</title>
          <p className="mb-4">{texts[locale].title}</p>
          <button type="button" onClick={reset} className="h-8 rounded-md border border-input px-3 pointer-coarse:h-11">
            {texts[locale].retry}
          </button>
        </main>
      </body>
    </html>
  );
}
