/** What a statement splits its month by. */
export const statementGroups = ["provider", "model", "channel", "box", "agent"] as const;
export type StatementGroup = (typeof statementGroups)[number];
