/**
 * The regular expression of an exclude pattern. `*` stays within a folder, `**` crosses folders; `?`, `[a-z]`, `[!a]`, `{a,b}`, `\`
 * as https://docs.aws.amazon.com/glue/latest/dg/define-crawler.html#crawler-data-stores-exclude says.
 */
export function globExpression(pattern: string): RegExp {
  let source = "";
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i];
    if (char === "*" && pattern[i + 1] === "*") {
      source += ".*";
      i++;
    } else if (char === "*") source += "[^/]*";
    else if (char === "?") source += "[^/]";
    else if (char === "\\" && i + 1 < pattern.length) source += escaped(pattern[++i]);
    else if (char === "[" && pattern.includes("]", i + 1)) {
      const end = pattern.indexOf("]", i + 1);
      source += `[${pattern
        .slice(i + 1, end)
        .replace(/^!/, "^")
        .replace(/[[\\]/g, "\\$&")}]`;
      i = end;
    } else if (char === "{") {
      source += "(?:";
      depth++;
    } else if (char === "}" && depth > 0) {
      source += ")";
      depth--;
    } else if (char === "," && depth > 0) source += "|";
    else source += escaped(char);
  }
  return new RegExp(`^${source}${")".repeat(depth)}$`, "s");
}

function escaped(char: string): string {
  return char.replace(/[.*+?^${}()|[\]\\]/, "\\$&");
}
