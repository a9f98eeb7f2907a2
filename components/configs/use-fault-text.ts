"use client";
import { useTranslations } from "next-intl";
import type { DraftFault } from "./route-draft.ts";

// messages: routes.fault.*
/** A fault in words, as the error that a `Field` shows. */
export function useFaultText(): (fault: DraftFault | undefined) => { message: string } | undefined {
  const t = useTranslations("routes");
  return (fault) => {
    if (!fault) return undefined;
    const bounds = fault.code === "range" ? { min: fault.min, max: fault.max } : { min: 0, max: 0 };
    return { message: t(`fault.${fault.code}`, bounds) };
  };
}
