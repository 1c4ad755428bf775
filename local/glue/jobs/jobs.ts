import type { Job, JobUpdate } from "@aws-sdk/client-glue";
import { AwsError, type Handler } from "../../gateway/service";
import { notFound, text } from "../input";
import { page } from "../paging";
import type { Roles } from "../roles";
import type { SecurityConfigurations } from "../security-configurations";
import type { Tags } from "../tags";
import { jobOf } from "./definition";

/** Job definitions. https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-jobs-job.html */
export class Jobs {
  private readonly byName = new Map<string, Job>();

  constructor(
    private readonly roles: Roles,
    private readonly securityConfigurations: SecurityConfigurations,
    private readonly tags: Tags,
  ) {}

  readonly actions: Record<string, Handler> = {
    CreateJob: ({ input }) => this.create(input),
    UpdateJob: ({ input }) => this.update(input),
    DeleteJob: async ({ input }) => {
      const name = text(input, "JobName");
      this.byName.delete(name);
      this.tags.delete("job", name);
      return { JobName: name };
    },
    GetJob: async ({ input }) => ({ Job: this.get(text(input, "JobName")) }),
    GetJobs: async ({ input }) => {
      const { items, NextToken } = page([...this.byName.values()], input);
      return { Jobs: items, NextToken };
    },
    BatchGetJobs: async ({ input }) => {
      const names = input.JobNames as string[];
      return {
        Jobs: names.flatMap((name) => this.byName.get(name) ?? []),
        JobsNotFound: names.filter((name) => !this.byName.has(name)),
      };
    },
    ListJobs: async ({ input }) => {
      const names = [...this.byName.keys()].filter((name) => this.tags.match("job", name, input.Tags));
      const { items, NextToken } = page(names, input);
      return { JobNames: items, NextToken };
    },
  };

  /** @throws EntityNotFoundException. */
  get(name: string): Job {
    const job = this.byName.get(name);
    if (!job) throw notFound(`Job ${name} not found.`);
    return job;
  }

  private async create({ Tags, Name, ...definition }: Record<string, unknown>): Promise<object> {
    const name = text({ Name }, "Name");
    if (this.byName.has(name)) throw new AwsError("IdempotentParameterMismatchException", `Job ${name} already exists with different parameters`);
    const job = jobOf(name, definition as JobUpdate);
    await this.check(job);
    this.byName.set(name, job);
    this.tags.set("job", name, Tags);
    return { Name: name };
  }

  private async update(input: Record<string, unknown>): Promise<object> {
    const old = this.get(text(input, "JobName"));
    const job = jobOf(old.Name ?? "", (input.JobUpdate ?? {}) as JobUpdate, old.CreatedOn);
    await this.check(job);
    this.byName.set(old.Name ?? "", job);
    return { JobName: old.Name };
  }

  private async check({ Role, SecurityConfiguration }: Job): Promise<void> {
    await this.roles.check(Role ?? "");
    await this.securityConfigurations.check(SecurityConfiguration);
  }
}
