/** Where the verification of the chain reports what it found. */
export function ChainState() {
  return null;
}
