"use client";
import { type ComponentProps, useSyncExternalStore } from "react";
import { Select } from "#components/ui/select.tsx";

let cached: readonly string[] | undefined;

function knownZones(): readonly string[] {
  cached ??= Intl.supportedValuesOf("timeZone");
  return cached;
}
const none: readonly string[] = [];
const never = () => () => {};

/** Every zone this browser knows. The server may know others, so the list is the browser's from the start. */
export function TimezoneSelect({ value, ...props }: { value: string } & Omit<ComponentProps<"select">, "className">) {
  const zones = useSyncExternalStore(never, knownZones, () => none);
  const all = [...new Set([value, "UTC", ...zones])].toSorted();
  return (
    <Select value={value} {...props}>
      {all.map((zone) => (
        <option key={zone} value={zone}>
          {zone.replaceAll("_", " ")}
        </option>
      ))}
    </Select>
  );
}
