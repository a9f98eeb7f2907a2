import type { QueryClient } from "@tanstack/react-query";

/** Pages that nobody has to be signed in for. */
const open = /^\/(sign-in|setup|reset|invite)(\/|$)/;
let isLeaving = false;

/** A full load, so that nothing of the session stays in memory, and back here afterwards. */
export function leaveToSignIn(client: QueryClient): void {
  const { pathname, search, hash } = window.location;
  if (isLeaving || open.test(pathname)) return;
  isLeaving = true;
  client.clear();
  window.location.assign(`/sign-in?next=${encodeURIComponent(`${pathname}${search}`)}${hash}`);
}
