import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  type IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { Statement } from "../../components/access/documents";
import { accessReport } from "../../scripts/local/access-report";
import type { RunningAws } from "../../scripts/local/state";

interface Document {
  Version: string;
  Statement: Statement[];
}

/** Does what a grant is for. @returns what it says when it fails */
type Attempt = (grant: string) => Promise<string | undefined>;

/** The grants of a deployed role, taken away behind Pulumi's back. */
export class RoleGrants {
  private constructor(
    private readonly iam: IAMClient,
    private readonly running: RunningAws,
    readonly roleName: string,
    private readonly whole: Document,
  ) {}

  static async of(iam: IAMClient, running: RunningAws, roleArn: string): Promise<RoleGrants> {
    const RoleName = roleArn.split("/").at(-1)!;
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "access" }));
    return new RoleGrants(iam, running, RoleName, JSON.parse(decodeURIComponent(PolicyDocument!)) as Document);
  }

  /** All of them, as `STATEMENT ACTION`. */
  get all(): string[] {
    return this.whole.Statement.flatMap(({ Sid, Action }) => Action.map((action) => `${Sid} ${action}`));
  }

  /** Does something while the role lacks the grants. */
  async without<T>(grants: string[], act: () => Promise<T>): Promise<T> {
    const left = this.whole.Statement.map((it) => ({
      ...it,
      Action: it.Action.filter((action) => !grants.includes(`${it.Sid} ${action}`)),
    }));
    await this.put({ ...this.whole, Statement: left.filter(({ Action }) => Action.length > 0) });
    try {
      return await act();
    } finally {
      await this.put(this.whole);
    }
  }

  /**
   * Takes each grant away once.
   *
   * @returns those whose lack did not fail the attempt with an AccessDenied that names the action, with what it said
   */
  async unmissed(grants: string[], attempt: Attempt): Promise<string[]> {
    return this.each(grants, attempt, (action, message, refusals) => {
      const isNamed = message?.includes(`is not authorized to perform: ${action}`);
      // S3 answers HEAD without a text; there only the record names the action.
      return isNamed || (message !== undefined && /\b403\b/.test(message) && refusals > 0);
    });
  }

  /**
   * Takes each grant away once.
   *
   * @returns those whose lack failed the attempt, or was refused to nobody
   */
  async failing(grants: string[], attempt: Attempt): Promise<string[]> {
    return this.each(grants, attempt, (_, message, refusals) => message === undefined && refusals > 0);
  }

  /** @returns the grants for which what came of their lack is not as expected, with what that was */
  private async each(
    grants: string[],
    attempt: Attempt,
    isExpected: (action: string, message: string | undefined, refusals: number) => boolean,
  ): Promise<string[]> {
    const others: string[] = [];
    for (const grant of grants) {
      const action = grant.split(" ")[1];
      const before = await this.refusals(action);
      const message = await this.without([grant], () => attempt(grant));
      const refusals = (await this.refusals(action)) - before;
      if (!isExpected(action, message, refusals)) others.push(`${grant}: refused ${refusals} times, ${message}`);
    }
    return others;
  }

  /** How often the action was refused to the role up to now. */
  async refusals(action: string): Promise<number> {
    const [{ refused }] = await accessReport(this.running, [this.roleName]);
    // As in IAM, case makes no difference.
    const same = refused.filter((it) => it.action.toLowerCase() === action.toLowerCase());
    return same.reduce((sum, { calls }) => sum + calls, 0);
  }

  /** Grants that no call needed up to now. */
  async unused(): Promise<string[]> {
    const [{ granted }] = await accessReport(this.running, [this.roleName]);
    return granted.filter(({ calls }) => calls === 0).map(({ sid, action }) => `${sid} ${action}`);
  }

  private async put(document: Document): Promise<void> {
    const policy = { RoleName: this.roleName, PolicyName: "access" };
    const { length } = document.Statement;
    await (length > 0
      ? this.iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: JSON.stringify(document) }))
      : this.iam.send(new DeleteRolePolicyCommand(policy)));
  }
}
