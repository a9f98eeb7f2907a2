import type { FieldError } from "react-hook-form";

/** Our own words for a value that the form's rules refuse; what the server said of it is said as it stands. */
export function invalidText(error: FieldError | undefined, text: string): { invalid?: string } {
  return error?.type === "server" ? {} : { invalid: text };
}
