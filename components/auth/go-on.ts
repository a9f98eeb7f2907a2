/**
 * After sign-in: a full load with the fragment, which no server has seen: it carries the code of a box to enroll. Never
 * resolves, so that the form stays busy until the next page is there.
 */
export function goOn(next: string): Promise<never> {
  window.location.assign(`${next}${window.location.hash}`);
  return new Promise(() => {});
}
