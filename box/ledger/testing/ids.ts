/** Ids of the protocol's form that tests can tell apart: `testId("bud", 3)`. */
export function testId(prefix: string, number: number): string {
  return `${prefix}_${number.toString().padStart(26, "0")}`;
}
