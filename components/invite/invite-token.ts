"use client";
import { useEffect, useState } from "react";

const bridgeKey = "kaihe-invite";

/**
 * The token in the fragment, or the one kept over sign-in: undefined until the browser was asked, null for none. It
 * stays in the address bar until the invite is used, so that a reload does not lose it.
 */
export function useInviteToken(): string | null | undefined {
  const [token, setToken] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    const kept = sessionStorage.getItem(bridgeKey);
    sessionStorage.removeItem(bridgeKey);
    if (kept && window.location.hash === "") window.history.replaceState(null, "", `#${kept}`);
    const read = () => setToken(window.location.hash.slice(1) || null);
    read();
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return token;
}

/** To sign-in and back, token in the fragment both ways, and kept in case something on the way drops it. */
export function signInToAccept(token: string): void {
  sessionStorage.setItem(bridgeKey, token);
  window.location.assign(`/sign-in?next=/invite#${token}`);
}
