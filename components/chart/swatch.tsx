/** The colour of a series beside its name. */
export function Swatch({ color }: { color: string | undefined }) {
  return <span aria-hidden className="size-2.5 shrink-0 rounded-[3px]" style={{ background: color }} />;
}
