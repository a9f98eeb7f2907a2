"use client";
import { useTranslations } from "next-intl";
import { useId, useState, useSyncExternalStore } from "react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Popover } from "#components/ui/popover.tsx";
import { isZone } from "#lib/spend/choices.ts";

const never = () => () => {};
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** In whose days spend is counted: the organization's, UTC's, this browser's, or any that is typed. Null: the organization's. */
export function ZoneControl({
  zone,
  orgZone,
  onChange,
}: {
  zone: string | undefined;
  orgZone: string;
  onChange: (zone: string | null) => void;
}) {
  const t = useTranslations("spend");
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const inputId = useId();
  const own = useSyncExternalStore(never, browserZone, () => orgZone);
  const isKnown = isZone(typed.trim());
  const choices = [
    { zone: orgZone, label: t("zoneOrg") },
    { zone: "UTC", label: "" },
    { zone: own, label: t("zoneBrowser") },
  ].filter((choice, at, all) => all.findIndex((one) => one.zone === choice.zone) === at);

  function choose(next: string) {
    onChange(next === orgZone ? null : next);
    setIsOpen(false);
    setTyped("");
  }

  return (
    <Popover
      open={isOpen}
      onOpenChange={setIsOpen}
      label={t("zoneLabel")}
      trigger={
        <Button aria-label={t("zoneOf", { zone: zone ?? orgZone })}>{(zone ?? orgZone).replaceAll("_", " ")}</Button>
      }
    >
      <div className="space-y-3">
        <ul className="space-y-1">
          {choices.map((choice) => (
            <li key={choice.zone}>
              <Button
                variant="ghost"
                className="w-full justify-start"
                aria-pressed={choice.zone === (zone ?? orgZone)}
                onClick={() => choose(choice.zone)}
              >
                <span className="text-foreground">{choice.zone.replaceAll("_", " ")}</span>
                <span className="font-normal">{choice.label}</span>
              </Button>
            </li>
          ))}
        </ul>
        <form
          className="space-y-1"
          onSubmit={(event) => {
            event.preventDefault();
            if (isKnown) choose(typed.trim());
          }}
        >
          <label htmlFor={inputId}>{t("zoneOther")}</label>
          <div className="flex gap-2">
            <Input
              id={inputId}
              value={typed}
              placeholder="Asia/Shanghai"
              autoComplete="off"
              spellCheck={false}
              aria-invalid={typed !== "" && !isKnown}
              onChange={({ target }) => setTyped(target.value)}
            />
            <Button type="submit" disabled={!isKnown}>
              {t("use")}
            </Button>
          </div>
        </form>
      </div>
    </Popover>
  );
}
