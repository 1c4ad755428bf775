import type { AwsRequest, Handler } from "../gateway/service";
import type { GlueOptions } from "./options";

type Kind = "connection" | "crawler" | "job" | "trigger" | "workflow";

/** The tags of connections, crawlers, jobs, triggers and workflows. Those of the catalog's resources are moto's. */
export class Tags {
  private readonly byArn = new Map<string, Record<string, string>>();

  constructor(private readonly options: GlueOptions) {}

  readonly actions: Record<string, Handler> = {
    GetTags: async ({ input }) => ({ Tags: this.byArn.get(String(input.ResourceArn)) ?? {} }),
    TagResource: async ({ input }) => {
      const arn = String(input.ResourceArn);
      this.byArn.set(arn, { ...this.byArn.get(arn), ...(input.TagsToAdd as Record<string, string>) });
      return {};
    },
    UntagResource: async ({ input }) => {
      const tags = { ...this.byArn.get(String(input.ResourceArn)) };
      for (const key of input.TagsToRemove as string[]) delete tags[key];
      this.byArn.set(String(input.ResourceArn), tags);
      return {};
    },
  };

  /** Whether the request is a tag call for something that lives in moto. */
  concernsMoto({ action, input }: AwsRequest): boolean {
    return (
      Object.hasOwn(this.actions, action) &&
      !/:(connection|crawler|job|trigger|workflow)\//.test(String(input.ResourceArn))
    );
  }

  set(kind: Kind, name: string, tags: unknown): void {
    this.byArn.set(this.arn(kind, name), { ...(tags as Record<string, string> | undefined) });
  }

  delete(kind: Kind, name: string): void {
    this.byArn.delete(this.arn(kind, name));
  }

  /** Whether the resource has all the tags that a List call filters by. */
  match(kind: Kind, name: string, filter: unknown): boolean {
    const tags = this.byArn.get(this.arn(kind, name)) ?? {};
    return Object.entries((filter ?? {}) as Record<string, string>).every(([key, value]) => tags[key] === value);
  }

  private arn(kind: Kind, name: string): string {
    const { region, accountId } = this.options;
    return `arn:aws:glue:${region}:${accountId}:${kind}/${name}`;
  }
}
