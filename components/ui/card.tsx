import { type ReactNode, useId } from "react";
import { cn } from "#lib/cn.ts";

/** A titled region of a page. `isFlush` lets a table reach the border. */
export function Card({
  title,
  description,
  action,
  isFlush = false,
  className,
  children,
}: {
  title: ReactNode;
  description?: ReactNode;
  action?: ReactNode;
  isFlush?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className={cn("min-w-0 rounded-lg border bg-background", className)}>
      <header
        className={cn(
          "flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-3 pb-2.5",
          action && "min-h-12 pt-2.5",
          isFlush && "border-b",
        )}
      >
        <div className="min-w-0 flex-1">
          <h2 id={titleId} className="text-base font-medium">
            {title}
          </h2>
          {description ? <p className="text-muted">{description}</p> : null}
        </div>
        {action}
      </header>
      <div className={isFlush ? "" : "px-4 pb-4"}>{children}</div>
    </section>
  );
}
