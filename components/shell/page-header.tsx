import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

/** The one `h1` of a page, what it is about, and its main action. */
export function PageHeader({
  title,
  description,
  back,
  children,
}: {
  title: ReactNode;
  description?: ReactNode;
  back?: { href: string; label: string };
  children?: ReactNode;
}) {
  return (
    <header className="mb-5">
      {back ? (
        <Link
          href={back.href}
          className="mb-1 inline-flex min-h-6 items-center gap-0.5 text-muted hover:text-foreground pointer-coarse:min-h-11"
        >
          <ChevronLeft aria-hidden className="size-3.5" />
          {back.label}
        </Link>
      ) : null}
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
          {description ? <div className="mt-0.5 text-muted">{description}</div> : null}
        </div>
        {children ? <div className="flex flex-wrap items-center gap-2 print:hidden">{children}</div> : null}
      </div>
    </header>
  );
}
