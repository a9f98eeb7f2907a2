"use client";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { DialogProps } from "./dialog-panel.tsx";

const DialogPanel = lazy(async () => ({ default: (await import("./dialog-panel.tsx")).DialogPanel }));

/** Centred on a desk, a sheet from below on a phone. Focus is trapped and returns to where it was. */
export function Dialog(props: DialogProps) {
  const [wasOpened, setWasOpened] = useState(false);
  if (props.open && !wasOpened) setWasOpened(true);
  if (!wasOpened) return null;
  return (
    <Suspense>
      <DialogPanel {...props} />
    </Suspense>
  );
}

/** Right-aligned buttons at the end of a dialog. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex flex-wrap items-center justify-end gap-2">{children}</div>;
}
