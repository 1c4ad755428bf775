import { z } from "zod";
import { matching, strict } from "../validation";

/** A Spark SQL expression. */
export const expression = matching(/\S/, "a Spark SQL expression");

/** What must hold for each row. */
export const rulesSchema = z
  .array(
    strict({
      name: z.string().min(1),
      check: expression,
      onFail: z.enum(["quarantine", "fail", "warn"]).optional(),
    }),
  )
  .min(1)
  .superRefine((rules, context) =>
    rules.forEach(({ name }, i) => {
      if (rules.findIndex((other) => other.name === name) < i) {
        context.addIssue({ code: "custom", path: [i, "name"], message: "expected another name than the other rules'" });
      }
    }),
  );
