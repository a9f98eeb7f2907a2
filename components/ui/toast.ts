"use client";

// The library for it follows the page (app/providers.tsx).
const sonner = () => import("sonner");

/** Says something politely, at the edge of the page. */
export function toast(text: string): void {
  void sonner().then((module) => module.toast(text));
}

export function toastError(text: string): void {
  void sonner().then((module) => module.toast.error(text));
}
