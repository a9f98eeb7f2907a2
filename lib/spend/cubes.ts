/** The columns of the rollup that spend can be split by. */
export const dimensions = ["connection_id", "model", "box_id", "agent", "caller"] as const;
export type Dimension = (typeof dimensions)[number];

/**
 * What complete days are summed by, fewest rows first. A query reads the first cube that keeps every column it asks about,
 * so that a year by model reads thousands of rows and not millions.
 */
export const cubes: readonly { id: number; keeps: readonly Dimension[] }[] = [
  { id: 1, keeps: ["connection_id", "model"] },
  { id: 2, keeps: ["box_id"] },
  { id: 3, keeps: ["connection_id", "model", "agent", "caller"] },
  { id: 4, keeps: dimensions },
];

/** The cube with the fewest rows that keeps `asked`. */
export function cubeFor(asked: readonly Dimension[]): (typeof cubes)[number] {
  const cube = cubes.find(({ keeps }) => asked.every((dimension) => keeps.includes(dimension)));
  if (!cube) throw new Error("the last cube keeps everything");
  return cube;
}

/** What hours are summed by (spend_hour). */
export const hourDimensions: readonly Dimension[] = ["connection_id", "model"];
