/** The mark: a box with one lit port. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-base font-semibold tracking-tight">
      <svg aria-hidden viewBox="0 0 20 20" className="size-5">
        <rect x="1.5" y="4.5" width="17" height="11" rx="2.5" className="fill-none stroke-accent" strokeWidth="1.5" />
        <circle cx="14.5" cy="10" r="1.75" className="fill-accent" />
        <path d="M5 10h5" className="stroke-accent" strokeWidth="1.5" strokeLinecap="round" />
      </svg>
      Kaihe Fleet
    </span>
  );
}
