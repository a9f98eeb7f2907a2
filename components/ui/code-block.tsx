import { CopyButton } from "./copy-button.tsx";

/** Text to paste somewhere else. Scrolls inside itself; reachable with the keyboard for that. */
export function CodeBlock({ code, what }: { code: string; what: string }) {
  return (
    <div className="relative rounded-md border bg-surface">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable with the keyboard (WCAG 2.1.1). */}
      <section tabIndex={0} aria-label={what} className="overflow-x-auto rounded-md">
        <pre className="p-3 pr-12 font-mono text-xs leading-5">{code}</pre>
      </section>
      <div className="absolute top-1 right-1 rounded-md bg-surface">
        <CopyButton text={code} what={what} />
      </div>
    </div>
  );
}
