export const whatIfDays = [7, 28, 90] as const;
