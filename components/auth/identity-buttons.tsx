/** The buttons of identity providers on the sign-in page; none is configured yet. */
export function IdentityButtons(_props: { next: string }) {
  return null;
}
