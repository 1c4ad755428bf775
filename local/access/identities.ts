import {
  type AttachedPermissionsBoundary,
  type AttachedPolicy,
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  NoSuchEntityException,
  paginateListAttachedGroupPolicies,
  paginateListAttachedRolePolicies,
  paginateListAttachedUserPolicies,
  paginateListGroupPolicies,
  paginateListGroupsForUser,
  paginateListRolePolicies,
  paginateListUserPolicies,
} from "@aws-sdk/client-iam";
import { motoClient } from "../moto-client";
import { parseDocument, type PolicyDocument } from "../../policy/iam/document";
import { once } from "./once";

/** What a role or user may do, by its own policies and those of its groups. */
export interface Identity {
  policies: PolicyDocument[];
  boundary?: PolicyDocument;
  /** Of a role. */
  trust?: PolicyDocument;
}

/** Policies of roles, users and their groups, as moto has them; asked once, until one is changed. */
export class Identities {
  private readonly iam: IAMClient;
  private readonly known = new Map<string, Promise<Identity | undefined>>();

  constructor(motoUrl: string, region: string) {
    this.iam = new IAMClient(motoClient(motoUrl, region));
  }

  /** Undefined when there is no such role or user. @param arn `arn:aws:iam::123456789012:role/NAME` */
  of(arn: string): Promise<Identity | undefined> {
    return once(this.known, arn, () =>
      this.ask(arn).catch((error: unknown) => {
        if (error instanceof NoSuchEntityException) return undefined;
        throw error;
      }),
    );
  }

  /** After whatever may have changed a policy. */
  forget(): void {
    this.known.clear();
  }

  close(): void {
    this.iam.destroy();
  }

  private ask(arn: string): Promise<Identity> {
    const [, kind, path] = /:(role|user)\/(.+)$/.exec(arn) ?? [];
    const name = path?.split("/").at(-1) ?? "";
    return kind === "role" ? this.role(name) : this.user(name);
  }

  private async role(RoleName: string): Promise<Identity> {
    const { Role } = await this.iam.send(new GetRoleCommand({ RoleName }));
    const pages = { client: this.iam };
    const inline = paginateListRolePolicies(pages, { RoleName });
    const attached = paginateListAttachedRolePolicies(pages, { RoleName });
    const policy = (PolicyName: string) => this.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    const trust = decoded(Role?.AssumeRolePolicyDocument);
    return { trust, ...(await this.held(inline, policy, attached, Role?.PermissionsBoundary)) };
  }

  private async user(UserName: string): Promise<Identity> {
    const { User } = await this.iam.send(new GetUserCommand({ UserName }));
    const pages = { client: this.iam };
    const inline = paginateListUserPolicies(pages, { UserName });
    const attached = paginateListAttachedUserPolicies(pages, { UserName });
    const policy = (PolicyName: string) => this.iam.send(new GetUserPolicyCommand({ UserName, PolicyName }));
    const { policies, boundary } = await this.held(inline, policy, attached, User?.PermissionsBoundary);
    for await (const { Groups = [] } of paginateListGroupsForUser(pages, { UserName })) {
      for (const { GroupName } of Groups) policies.push(...(await this.group(GroupName!)));
    }
    return { policies, boundary };
  }

  private async group(GroupName: string): Promise<PolicyDocument[]> {
    const pages = { client: this.iam };
    const inline = paginateListGroupPolicies(pages, { GroupName });
    const attached = paginateListAttachedGroupPolicies(pages, { GroupName });
    const policy = (PolicyName: string) => this.iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName }));
    return (await this.held(inline, policy, attached)).policies;
  }

  private async held(
    inline: AsyncIterable<{ PolicyNames?: string[] }>,
    policy: (name: string) => Promise<{ PolicyDocument?: string }>,
    attached: AsyncIterable<{ AttachedPolicies?: AttachedPolicy[] }>,
    boundary?: AttachedPermissionsBoundary,
  ): Promise<Identity> {
    const policies: PolicyDocument[] = [];
    for await (const { PolicyNames = [] } of inline) {
      for (const name of PolicyNames) policies.push(decoded((await policy(name)).PolicyDocument));
    }
    for await (const { AttachedPolicies = [] } of attached) {
      for (const { PolicyArn } of AttachedPolicies) policies.push(await this.managed(PolicyArn!));
    }
    const arn = boundary?.PermissionsBoundaryArn;
    return { policies, boundary: arn === undefined ? undefined : await this.managed(arn) };
  }

  private async managed(PolicyArn: string): Promise<PolicyDocument> {
    const { Policy } = await this.iam.send(new GetPolicyCommand({ PolicyArn }));
    const VersionId = Policy!.DefaultVersionId!;
    const { PolicyVersion } = await this.iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
    return decoded(PolicyVersion?.Document);
  }
}

/** IAM answers with documents in URL encoding. */
const decoded = (text = "{}") => parseDocument(decodeURIComponent(text));
