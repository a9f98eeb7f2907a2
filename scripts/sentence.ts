/**
 * Something outside the program is wrong (a port, a variable, a path): the message is one whole sentence that names it
 * and what is allowed. It is printed alone, without a stack, and the process ends with status 1.
 */
export class Sentence extends Error {
  override readonly name = "Sentence";
}

/** Runs a command's main function; the only place where scripts turn errors into output and an exit status. */
export async function runMain(main: () => Promise<number | undefined>): Promise<void> {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.exitCode = 1;
    console.error(error instanceof Sentence ? error.message : error);
  }
}

/** The part of a system error worth showing inside a sentence: its code, otherwise its message. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (error instanceof Error) return "code" in error && typeof error.code === "string" ? error.code : error.message;
  return String(error);
}
