/** Why a call's price has no upper bound. */
export type Unbounded = { code: "unbounded_input" | "unbounded_price"; message: string; param: string };

/** What decides where a call can go and how much it can cost. */
export type CallShape = {
  messages: number;
  tools: number;
  images: number;
  /** Bytes of the request that are images in base64: they are bounded by their number, not by their bytes. */
  imageBytes: number;
  choices: number;
  /** Output tokens per choice that the caller allows; null when it set no limit. */
  outputLimit: number | null;
  /** Tokens of a `prediction`: those not used are billed as output too. */
  predictionBytes: number;
  /** Null: what it can cost is bounded by its size and limits. */
  unbounded: Unbounded | null;
  needsTools: boolean;
  needsVision: boolean;
  needsJson: boolean;
  isStream: boolean;
};

export const plainShape: CallShape = {
  messages: 0,
  tools: 0,
  images: 0,
  imageBytes: 0,
  choices: 1,
  outputLimit: null,
  predictionBytes: 0,
  unbounded: null,
  needsTools: false,
  needsVision: false,
  needsJson: false,
  isStream: false,
};

export function unboundedInput(what: string, param: string): Unbounded {
  return { code: "unbounded_input", message: `the input tokens of ${what} cannot be bounded beforehand`, param };
}

export function unboundedPrice(param: string): Unbounded {
  return { code: "unbounded_price", message: `\`${param}\` changes the price in a way that is not known`, param };
}
