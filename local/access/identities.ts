import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  NoSuchEntityException,
  paginateListAttachedRolePolicies,
  paginateListAttachedUserPolicies,
  paginateListRolePolicies,
  paginateListUserPolicies,
} from "@aws-sdk/client-iam";
import { parseDocument, type PolicyDocument } from "../../policy/iam/document";

/** What a role or user may do, by its own policies. */
export interface Identity {
  policies: PolicyDocument[];
  boundary?: PolicyDocument;
  /** Of a role. */
  trust?: PolicyDocument;
}

/** Policies of roles and users, as moto has them; asked once, until one is changed. */
export class Identities {
  private readonly iam: IAMClient;
  private readonly known = new Map<string, Promise<Identity | undefined>>();

  constructor(motoUrl: string, region: string) {
    // Straight to moto, in nobody's name: these questions are the service's own.
    this.iam = new IAMClient({
      endpoint: motoUrl,
      region,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
  }

  /** Undefined when there is no such role or user. @param arn `arn:aws:iam::123456789012:role/NAME` */
  of(arn: string): Promise<Identity | undefined> {
    let identity = this.known.get(arn);
    if (!identity) {
      identity = this.ask(arn).catch((error: unknown) => {
        if (error instanceof NoSuchEntityException) return undefined;
        throw error;
      });
      this.known.set(arn, identity);
      identity.catch(() => this.known.delete(arn));
    }
    return identity;
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
    const policies: PolicyDocument[] = [];
    for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: this.iam }, { RoleName })) {
      for (const PolicyName of PolicyNames) {
        const { PolicyDocument } = await this.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
        policies.push(decoded(PolicyDocument));
      }
    }
    for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies(
      { client: this.iam },
      { RoleName },
    )) {
      for (const { PolicyArn } of AttachedPolicies) policies.push(await this.managed(PolicyArn!));
    }
    const boundary = Role?.PermissionsBoundary?.PermissionsBoundaryArn;
    return {
      policies,
      boundary: boundary === undefined ? undefined : await this.managed(boundary),
      trust: decoded(Role?.AssumeRolePolicyDocument),
    };
  }

  private async user(UserName: string): Promise<Identity> {
    const { User } = await this.iam.send(new GetUserCommand({ UserName }));
    const policies: PolicyDocument[] = [];
    for await (const { PolicyNames = [] } of paginateListUserPolicies({ client: this.iam }, { UserName })) {
      for (const PolicyName of PolicyNames) {
        const { PolicyDocument } = await this.iam.send(new GetUserPolicyCommand({ UserName, PolicyName }));
        policies.push(decoded(PolicyDocument));
      }
    }
    for await (const { AttachedPolicies = [] } of paginateListAttachedUserPolicies(
      { client: this.iam },
      { UserName },
    )) {
      for (const { PolicyArn } of AttachedPolicies) policies.push(await this.managed(PolicyArn!));
    }
    const boundary = User?.PermissionsBoundary?.PermissionsBoundaryArn;
    return { policies, boundary: boundary === undefined ? undefined : await this.managed(boundary) };
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
