/** What next-auth hands back of a refused sign-in (lib/auth/options.ts): our code, and seconds to wait if it was too often. */
export function signInError(error: string | null | undefined): { code: string; waitMinutes: number } {
  const [code = "", seconds] = (error ?? "").split(":");
  return { code, waitMinutes: Math.max(1, Math.ceil(Number(seconds ?? 0) / 60)) };
}
