import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { checkArgument } from "../validation";

/**
 * Checks an argument that may be known only when it is deployed, as far as it is known.
 * @throws InputPropertyError that names the argument, what was found and what is expected
 */
export function checkInput(schema: z.ZodType<string>, value: pulumi.Input<string> | undefined, argument: string): void {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return;
  checkArgument(schema, value, argument);
}
