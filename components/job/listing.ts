import { z } from "zod";
import { strict, variants } from "../validation";

/** How the files of a dataset are listed. */
export const listingSchema = variants("mode", [
  strict({ mode: z.literal("all") }),
  strict({ mode: z.literal("from-mark"), overlapHours: z.int().min(0), folders: z.int().min(0).optional() }),
]);
