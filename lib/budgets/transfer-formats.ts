export const transferFormats = ["csv", "json"] as const;
