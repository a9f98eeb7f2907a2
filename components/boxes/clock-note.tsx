"use client";
import { useTranslations } from "next-intl";
import type { BoxDetail } from "#lib/boxes/schema.ts";

/** Beyond this people look at the box's clock; below it the console's correction is nobody's concern. */
const notedSkewMs = 60_000;

export function ClockNote({ box }: { box: Pick<BoxDetail, "clockSkewMs"> }) {
  const t = useTranslations("clock");
  const minutes = Math.round(Math.abs(box.clockSkewMs) / notedSkewMs);
  if (Math.abs(box.clockSkewMs) <= notedSkewMs) return null;
  return (
    <p role="status" className="mb-4 rounded-md bg-warn-subtle px-3 py-2 text-warn">
      {box.clockSkewMs > 0 ? t("behind", { minutes }) : t("ahead", { minutes })} {t("text")}
    </p>
  );
}
