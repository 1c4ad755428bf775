import { notEmulated } from "../sql/error";
import { closing } from "../sql/groups";
import { identifier, keyword, stringValue, syntaxError, type Token } from "../sql/tokens";

/** Reads the tokens of a COPY one after another. */
export class Cursor {
  private at = 1;

  constructor(private readonly tokens: Token[]) {}

  ended = () => this.at >= this.tokens.length;
  last = () => this.tokens[this.at - 1];
  isString = () => this.tokens[this.at]?.kind === "string";

  /** Steps over one of the words, if it is next. */
  skip(...words: string[]): boolean {
    const found = words.includes(keyword(this.tokens[this.at]));
    if (found) this.at++;
    return found;
  }

  word(): string {
    const token = this.take();
    if (token.kind !== "word") throw syntaxError(token);
    return token.text.toUpperCase();
  }

  name(): string {
    const token = this.take();
    if (token.kind !== "word" && token.kind !== "quoted") throw syntaxError(token);
    return identifier(token);
  }

  string(): string {
    const token = this.take();
    if (token.kind !== "string") throw syntaxError(token);
    return stringValue(token);
  }

  /** A string, with an optional AS before it. */
  argument(): string {
    this.skip("AS");
    return this.string();
  }

  number(): number {
    this.skip("AS");
    const token = this.take();
    if (!/^\d+$/.test(token.text)) throw syntaxError(token);
    return Number(token.text);
  }

  columns(): string[] {
    if (keyword(this.tokens[this.at]) !== "(") return [];
    const end = closing(this.tokens, this.at);
    const names = this.tokens.slice(this.at + 1, end).filter((token) => keyword(token) !== ",");
    this.at = end + 1;
    return names.map(identifier);
  }

  from(): string {
    if (!this.skip("FROM")) throw syntaxError(this.tokens[this.at]);
    const source = this.string();
    if (!source.startsWith("s3://")) throw notEmulated(`COPY FROM '${source}'; only s3:// is`);
    return source;
  }

  private take(): Token {
    if (this.ended()) throw syntaxError(undefined);
    return this.tokens[this.at++];
  }
}
