"use client";
import { useEffect, useState } from "react";
import { keepCode, readCode, takeKeptCode } from "./user-code.ts";

/**
 * The code in the fragment, or the one kept over sign-in: undefined until the browser was asked, null for none. A QR
 * code scanned while the page is open changes the fragment only, so that is watched.
 */
export function useCode(): [code: string | null | undefined, setCode: (code: string | null) => void] {
  const [code, setCode] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    const kept = takeKeptCode();
    if (kept && window.location.hash === "") window.history.replaceState(null, "", `#${kept}`);
    const read = () => setCode(readCode(window.location.hash));
    read();
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);

  function change(next: string | null) {
    window.history.replaceState(null, "", next === null ? window.location.pathname : `#${next}`);
    setCode(next);
  }
  return [code, change];
}

/** To sign-in and back, code in the fragment both ways. */
export function signInFirst(code: string | null): void {
  if (code) keepCode(code);
  window.location.replace(`/sign-in?next=/enroll${code ? `#${code}` : ""}`);
}
