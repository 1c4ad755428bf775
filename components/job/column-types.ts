import { z } from "zod";

const plain = [
  "boolean",
  "tinyint",
  "smallint",
  "int",
  "integer",
  "bigint",
  "float",
  "double",
  "decimal",
  "date",
  "timestamp",
  "string",
  "binary",
  "timestamp with time zone",
];
const accepted = [...plain, "decimal(p,s)", "char(n)", "varchar(n)", "array<..>", "struct<..>", "map<..>"];

/**
 * What is expected instead of a type that is none of the Glue Data Catalog or too large for Redshift; undefined when the
 * type is right.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/data-types.html
 */
export function columnTypeProblem(type: string): string | undefined {
  const words = type.toLowerCase().trim().replace(/\s+/g, " ");
  const text = words.replaceAll(" ", "");
  if (plain.includes(words) || /^(array|struct|map)<.+>$/.test(text)) {
    return undefined;
  }
  const decimal = /^decimal\((\d+)(?:,(\d+))?\)$/.exec(text);
  if (decimal) {
    const [precision, scale] = [Number(decimal[1]), Number(decimal[2] ?? 0)];
    return precision >= 1 && precision <= 38 && scale <= Math.min(precision, 37)
      ? undefined
      : "expected a precision of 1 to 38 and a scale of 0 to the precision, at most 37";
  }
  const character = /^(?:var)?char\((\d+)\)$/.exec(text);
  if (character) {
    const bytes = Number(character[1]);
    return bytes >= 1 && bytes <= 65535 ? undefined : "expected a length of 1 to 65535 bytes";
  }
  return `expected a type of the Glue Data Catalog (${accepted.join(", ")})`;
}

/** A type of the Glue Data Catalog that Redshift can hold. */
export const columnType = z.string().superRefine((type, context) => {
  const message = columnTypeProblem(type);
  if (message) {
    context.addIssue({ code: "custom", message });
  }
});
