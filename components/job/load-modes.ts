import { z } from "zod";
import { strict, variants } from "../validation";
import { columnName } from "./names";

const keys = z.array(columnName).min(1);
const deletes = strict({ column: columnName, values: z.array(z.string()).min(1) });

/** How new files come into the table. */
export const loadSchema = variants("mode", [
  strict({ mode: z.literal("append") }),
  strict({
    mode: z.literal("upsert"),
    keys,
    orderBy: columnName.optional(),
    method: z.enum(["delete-insert", "merge"]).optional(),
    deletes: deletes.optional(),
  }),
  strict({ mode: z.literal("replace") }),
  strict({ mode: z.literal("snapshot") }),
  strict({ mode: z.literal("history"), keys, validFrom: columnName.optional(), deletes: deletes.optional() }),
]);

/** What `history` adds to the table's columns. */
export const historyColumns = ["valid_from", "valid_to", "is_current"];
