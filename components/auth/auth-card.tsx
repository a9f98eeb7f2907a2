import type { ReactNode } from "react";
import { PreferencesButton } from "#components/shell/preferences-button.tsx";
import { Wordmark } from "#components/shell/wordmark.tsx";

/** A page about one thing, outside any organization. */
export function AuthCard({ title, text, children }: { title: string; text?: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between px-5 py-3">
        <Wordmark />
        <PreferencesButton />
      </header>
      <main id="main" className="mx-auto w-full max-w-sm px-5 pt-[8dvh] pb-16">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {text ? <p className="mt-1 text-muted">{text}</p> : null}
        {children ? <div className="mt-6">{children}</div> : null}
      </main>
    </div>
  );
}
