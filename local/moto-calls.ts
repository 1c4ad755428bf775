import { AwsError } from "./gateway/service";

type Input = Record<string, unknown>;

/** Calls at moto of services for which no client is at hand. */
export class MotoCalls {
  constructor(
    private readonly url: string,
    private readonly region: string,
  ) {}

  /** A call of the query protocol. @returns the answer's XML. @throws AwsError. */
  query(service: string, form: Record<string, string>): Promise<string> {
    return this.post(
      service,
      { "content-type": "application/x-www-form-urlencoded" },
      new URLSearchParams(form).toString(),
    );
  }

  /** A call of the JSON protocol. @throws AwsError. */
  async json(service: string, target: string, input: Input): Promise<Input> {
    const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": target };
    return JSON.parse((await this.post(service, headers, JSON.stringify(input))) || "{}") as Input;
  }

  private async post(service: string, headers: Record<string, string>, body: string): Promise<string> {
    const scope = `local/20000101/${this.region}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
    const response = await fetch(this.url, { method: "POST", headers: { ...headers, authorization }, body });
    const text = await response.text();
    if (!response.ok) throw errorOf(text, response.status);
    return text;
  }
}

function errorOf(text: string, status: number): AwsError {
  const [, code] = /<Code>([^<]*)<\/Code>/.exec(text) ?? /"__type": *"(?:[^"#]*#)?([^"]*)"/.exec(text) ?? [];
  const [, message] = /<Message>([^<]*)<\/Message>/.exec(text) ?? /"[mM]essage": *"([^"]*)"/.exec(text) ?? [];
  return new AwsError(code ?? "InternalFailure", message ?? text, status);
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#34": '"', "#39": "'" };

/** Texts of XML without their entities. */
export const unescaped = (xml: string) =>
  xml.replace(/&(amp|lt|gt|quot|apos|#34|#39);/g, (_, name: string) => ENTITIES[name]);
