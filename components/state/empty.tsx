import type { ReactNode } from "react";

/** Nothing here yet: what would be here, and the one way to get it. */
export function Empty({ title, text, action }: { title: string; text?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center px-4 py-12 text-center">
      <p className="text-base font-medium">{title}</p>
      {text ? <p className="mt-1 max-w-prose text-muted">{text}</p> : null}
      {action ? <div className="mt-4">{action}</div> : null}
    </div>
  );
}
