/** What is watched, each key of it by itself. */
export const anomalyDimensions = ["provider", "model", "box", "agent"] as const;
export const anomalyGrains = ["day", "hour"] as const;
export const anomalyStates = ["open", "resolved", "dismissed"] as const;
/** Listed at once. */
export const maxAnomalies = 200;
