import { Fault, invalid } from "./fault.ts";

export const practiceModels = ["practice-small", "practice-large", "practice-reasoner"] as const;

/** Every practice model produces at most this many tokens. */
export const practiceOutputTokens = 4096;
const largeOutputTokens = 128_000;

/** The models a provider lists. Any other name that starts with `practice-` works too, unlisted. */
export class ModelList {
  readonly ids: readonly string[];

  constructor(more: readonly string[]) {
    this.ids = [...new Set<string>([...practiceModels, ...more])];
  }

  has(id: string): boolean {
    return id.startsWith("practice-") || this.ids.includes(id);
  }

  /** Throws the 404 that every dialect has for a model nobody knows. */
  require(id: string): void {
    if (this.has(id)) return;
    const details = { code: "model_not_found", param: "model" };
    throw new Fault("not_found", 404, `The model \`${id}\` does not exist.`, details);
  }

  maxOutputTokens(id: string): number {
    return id.startsWith("practice-") ? practiceOutputTokens : largeOutputTokens;
  }

  /** Throws a 400 Fault when `limit` is not between 1 and what the model can produce. */
  checkLimit(id: string, limit: number | null | undefined, param: string): void {
    if (limit === null || limit === undefined) return;
    const most = this.maxOutputTokens(id);
    if (limit >= 1 && limit <= most) return;
    throw invalid(`${param}: ${limit} is not between 1 and ${most}, the most that ${id} can produce.`, param);
  }
}
