/** One grid for the head and every row: six columns on a desk, two on a phone. */
export const callGrid =
  "grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 px-4 sm:grid-cols-[5.5rem_minmax(0,1.6fr)_minmax(0,1fr)_6rem] lg:grid-cols-[5.5rem_minmax(0,2fr)_minmax(0,1fr)_minmax(0,1.1fr)_7rem_6rem_6.5rem]";

/** Pixels of every row: two lines. */
export const callRowHeight = 56;
