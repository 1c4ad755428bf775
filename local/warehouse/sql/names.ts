import { identifier, isCode, keyword, quote, type Token } from "./tokens";

const USER_STATEMENTS = ["CREATE USER", "ALTER USER", "DROP USER", "CREATE GROUP", "ALTER GROUP", "DROP GROUP"];

/**
 * Folds quoted identifiers to lower case, as Redshift does unless `enable_case_sensitive_identifier` is on. Names of users
 * keep their case, and so `"IAMR:MyRole"` stays itself.
 * @see https://docs.aws.amazon.com/redshift/latest/dg/r_enable_case_sensitive_identifier.html
 */
export function foldNames(tokens: Token[]): Token[] {
  const words = tokens.filter(isCode).map(keyword);
  const allUsers = USER_STATEMENTS.includes(words.slice(0, 2).join(" "));
  const grants = ["GRANT", "REVOKE"].includes(words[0]) || words.slice(0, 3).join(" ") === "ALTER DEFAULT PRIVILEGES";
  let users = allUsers;
  let previous = "";
  return tokens.map((token) => {
    if (!isCode(token)) return token;
    const isUser = users || previous === "AUTHORIZATION" || previous === "OWNER TO";
    const word = keyword(token);
    if (grants && (["TO", "FROM"].includes(word) || (previous === "FOR" && word === "USER"))) users = true;
    if (grants && ["IN", "GRANT", "REVOKE"].includes(word)) users = false;
    previous = previous === "OWNER" && word === "TO" ? "OWNER TO" : word;
    if (token.kind === "word" && token.text.startsWith("#"))
      return { ...token, kind: "quoted", text: quote(token.text.toLowerCase()) };
    if (token.kind !== "quoted" || isUser) return token;
    return { ...token, text: quote(identifier(token)) };
  });
}
