"use client";
import { type ComponentProps, lazy, type ReactNode, Suspense, useState } from "react";
import { OpenerButton, type Trigger } from "./opener-button.tsx";

// With what positions it and keeps the focus in it, a menu weighs as much as the rest of the page's controls together.
const load = () => import("./menu-panel.tsx");
const MenuPanel = lazy(async () => ({ default: (await load()).MenuPanel }));

/** A button (`trigger`, one element) that opens a menu. */
export function Menu(props: { trigger: Trigger; align?: "start" | "end"; children: ReactNode }) {
  const [isAsked, setIsAsked] = useState(false);
  const opener = (
    <OpenerButton kind="menu" warmUp={load} onOpen={() => setIsAsked(true)}>
      {props.trigger}
    </OpenerButton>
  );
  if (!isAsked) return opener;
  return (
    <Suspense fallback={opener}>
      <MenuPanel {...props} />
    </Suspense>
  );
}

const LazyItem = lazy(async () => ({ default: (await load()).MenuItem }));
const LazyChoices = lazy(async () => ({ default: (await load()).MenuChoices }));
const LazySeparator = lazy(async () => ({ default: (await load()).MenuSeparator }));

export function MenuItem(props: ComponentProps<typeof LazyItem>) {
  return <LazyItem {...props} />;
}

export interface MenuChoice<Value extends string> {
  value: Value;
  label: string;
}

/** One of several, with a tick at the present one. */
export function MenuChoices<Value extends string>({
  choices,
  onChange,
  ...rest
}: {
  label: string;
  value: Value | undefined;
  choices: readonly MenuChoice<Value>[];
  onChange: (value: Value) => void;
}) {
  return (
    <LazyChoices
      {...rest}
      choices={choices}
      onChange={(value) => {
        const choice = choices.find((one) => one.value === value);
        if (choice) onChange(choice.value);
      }}
    />
  );
}

export function MenuSeparator() {
  return <LazySeparator />;
}
