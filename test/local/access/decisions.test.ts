import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { strict as assert } from "node:assert";
import type { LocalAws } from "../../../local/aws";
import { decisions, iamName, type RoleClients, type RoleName, trustDecisions, trusted } from "../../support/decisions";
import { clientConfig, clientsOf, eventually, localAws, uniqueName } from "../../support/local-aws";
import { documentOf, roleOf, sessionConfig } from "../../support/role-session";
import { clientsAs } from "./decisions/clients";
import { type MadeUp, prepare, roleArn } from "./decisions/prepare";
import { SERVICES } from "./decisions/services";

const REFUSED = ["AccessDenied", "AccessDeniedException"];
const called = decisions.filter(({ call }) => call !== undefined);
const trusting = Object.keys(trusted) as (keyof typeof trusted)[];
const roles = [...new Set<RoleName>([...called.map(({ role }) => role), ...trusting])];

/** Each role's documents, by real calls. */
describe("the roles on the local AWS", function () {
  this.timeout(120_000);
  let aws: LocalAws;
  let madeUp: MadeUp;

  before(async () => {
    aws = await localAws();
    madeUp = await prepare(aws, roles);
  });

  describe("as a session of the role", () => {
    const clients = new Map<RoleName, RoleClients>();
    before(async () => {
      for (const role of roles) clients.set(role, await clientsAs(aws, roleArn(aws, role)));
    });

    for (const { role, may, what, action, resource, also = [], call } of called) {
      it(`${may ? "let" : "do not let"} ${role} ${what}`, async () => {
        const sessions = `:assumed-role/${iamName(role)}/`;
        const recorded = () =>
          aws.calls.recent().filter(({ caller }) => caller.includes(sessions) && !caller.endsWith("/two"));
        const before = recorded().length;
        const error = await outcome(call!(clients.get(role)!));
        const isRefused = error !== undefined && REFUSED.includes(error.name);
        assert.equal(isRefused, !may, error && `${error.name}: ${error.message}`);
        if (isRefused) assert.ok(error.message.includes(`is not authorized to perform: ${action}`), error.message);

        // S3's calls are written down once their connection is closed.
        const checked = await eventually("the record of the call", async () =>
          recorded()
            .slice(before)
            .map(({ checked: all = [] }) => all)
            .find((all) => all.some((it) => it.action === action)),
        );
        const answers = (need: { action: string; resource: string }) =>
          checked
            .filter((it) => it.action === need.action && it.resource === madeUp.in(need.resource))
            .map(({ allowed }) => allowed);
        assert.deepEqual(answers({ action, resource }), [may], JSON.stringify(checked));
        for (const need of also) assert.deepEqual(answers(need), [true], JSON.stringify(checked));
      });
    }
  });

  describe("given to a service", () => {
    for (const { role, service, may } of trustDecisions.filter(({ service }) => service in SERVICES)) {
      it(`${may ? "lets" : "does not let"} ${service} assume ${role}`, async () => {
        const { take, refusal } = SERVICES[service];
        const error = await outcome(take(aws, roleArn(aws, role)));
        if (may) assert.equal(error, undefined);
        else assert.match(error?.message ?? "taken", refusal);
      });
    }
  });

  describe("assumed by somebody of the account", () => {
    const strangers: Record<string, STSClient> = {};
    before(async () => {
      const { iam } = clientsOf(aws);
      const mayAssumeAll = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };
      const UserName = uniqueName("user");
      await iam.send(new CreateUserCommand({ UserName }));
      const PolicyDocument = documentOf(mayAssumeAll);
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "access", PolicyDocument }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      const credentials = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
      strangers["a user"] = new STSClient({ ...clientConfig(aws), credentials });
      const { Arn } = await roleOf(iam, { statements: [mayAssumeAll] });
      strangers["another role"] = new STSClient(await sessionConfig(aws, Arn));
    });

    for (const role of trusting) {
      for (const who of ["a user", "another role"]) {
        it(`refuses ${role} to ${who} that may assume all roles`, async () => {
          const command = new AssumeRoleCommand({ RoleArn: roleArn(aws, role), RoleSessionName: "one" });
          await assert.rejects(strangers[who].send(command), {
            name: "AccessDenied",
            message: /is not authorized to perform: sts:AssumeRole .* no role trust policy allows/,
          });
        });
      }
    }
  });
});

/** What a call failed with. */
const outcome = (call: Promise<unknown>): Promise<Error | undefined> =>
  call.then(
    () => undefined,
    (reason: Error) => reason,
  );
