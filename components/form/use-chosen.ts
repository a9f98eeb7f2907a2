import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "#components/ui/toast.ts";
import { useIsHydrated } from "./use-is-hydrated.ts";

/**
 * A setting that is saved as soon as it is chosen. What is chosen shows at once, in the event itself (a controlled checkbox
 * would jump back first); refused, it goes back. `send` saves it and keeps what the server answered. Not `isReady`: what the
 * server rendered would forget what is chosen in it.
 */
export function useChosen<Value>(saved: Value, send: (value: Value) => Promise<void>) {
  const t = useTranslations("form");
  const isReady = useIsHydrated();
  const [chosen, setChosen] = useState<Value>();
  const { mutate, error } = useMutation({
    mutationFn: send,
    onSuccess: () => toast(t("saved")),
    onSettled: () => setChosen(undefined),
  });
  const change = (value: Value) => {
    setChosen(value);
    mutate(value);
  };
  return { shown: chosen ?? saved, change, error, isReady };
}
