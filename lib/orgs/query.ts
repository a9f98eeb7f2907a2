import type { z } from "zod";
import { api } from "../api/fetcher.ts";
import { type SetUp, SetUpDone } from "./schema.ts";

export const setUp = (input: z.output<typeof SetUp>) => api.post("/api/v1/setup", input, SetUpDone, { org: null });
