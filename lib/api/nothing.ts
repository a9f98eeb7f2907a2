import { z } from "zod";

/** What a call answers that answers nothing. */
export const Nothing = z.null();
