import { AwsError } from "../../gateway/service";
import { keyword, made, type Token } from "./tokens";

export interface SqlParameter {
  name: string;
  value: string;
}

/**
 * Puts `$1` for `:name`, outside strings, identifiers and comments. Values never become part of the SQL text.
 * @throws {AwsError} ValidationException for a name that has no value, or a value that nothing uses.
 * @see https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_SqlParameter.html
 */
export function bindParameters(tokens: Token[], parameters: SqlParameter[]): { tokens: Token[]; values: string[] } {
  if (parameters.length === 0) return { tokens, values: [] };
  const names: string[] = [];
  const bound: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const next = tokens[i + 1];
    if (keyword(tokens[i]) !== ":" || next?.kind !== "word") {
      bound.push(tokens[i]);
      continue;
    }
    if (!names.includes(next.text)) names.push(next.text);
    bound.push(made(`$${names.indexOf(next.text) + 1}`));
    i++;
  }
  const values = names.map((name) => {
    const parameter = parameters.find((candidate) => candidate.name === name);
    if (!parameter)
      throw new AwsError("ValidationException", `Parameters: no value for the parameter :${name} of the SQL`);
    return parameter.value;
  });
  const unused = parameters.filter(({ name }) => !names.includes(name)).map(({ name }) => name);
  if (unused.length > 0) {
    throw new AwsError(
      "ValidationException",
      `Parameters list contains unused parameters. Unused parameters: [${unused.join(", ")}]`,
    );
  }
  return { tokens: bound, values };
}
