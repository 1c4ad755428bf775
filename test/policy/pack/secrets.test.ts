import { strict as assert } from "node:assert";
import { runtime } from "@pulumi/pulumi";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzeRequest, AnalyzerResource, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { SecretTest } from "../../../policy/pack/policy";
import { secretsOfRequests } from "../../../policy/pack/secrets";

type Props = Record<string, JavaScriptValue>;

/** As the engine sends it. */
const secret = (value: JavaScriptValue) => ({ [runtime.specialSigKey]: runtime.specialSecretSig, value });

const URN = "urn:pulumi:test::project::aws:iam/role:Role::etl";

describe("what the engine marks as a secret", () => {
  const { analyze, analyzeStack } = AnalyzerService;
  const originals = [analyze.requestDeserialize, analyzeStack.requestDeserialize] as const;
  let isSecret: SecretTest;

  beforeEach(() => (isSecret = secretsOfRequests()));
  afterEach(() => ([analyze.requestDeserialize, analyzeStack.requestDeserialize] = originals));

  function resource(props: Props, urn = URN): void {
    const request = new AnalyzeRequest().setUrn(urn).setProperties(Struct.fromJavaScript(props));
    const got = analyze.requestDeserialize(Buffer.from(request.serializeBinary()));
    assert.deepEqual(got.toObject(), request.toObject());
  }

  function stack(props: Props): void {
    const it = new AnalyzerResource().setUrn(URN).setProperties(Struct.fromJavaScript(props));
    const request = new AnalyzeStackRequest().setResourcesList([it]);
    const got = analyzeStack.requestDeserialize(Buffer.from(request.serializeBinary()));
    assert.deepEqual(got.toObject(), request.toObject());
  }

  const secrets = (...properties: string[]) => properties.filter((it) => isSecret(URN, it));

  it("is a property", () => {
    resource({ assumeRolePolicy: secret("{}"), name: "etl" });
    assert.deepEqual(secrets("assumeRolePolicy", "name", "assumeRole"), ["assumeRolePolicy"]);
  });

  it("is a part of one, and the whole that it is a part of", () => {
    resource({ inlinePolicies: [{ policy: "{}" }, { policy: secret("{}") }] });
    assert.deepEqual(secrets("inlinePolicies[0].policy", "inlinePolicies[1].policy", "inlinePolicies"), [
      "inlinePolicies[1].policy",
      "inlinePolicies",
    ]);
  });

  it("is each part of one", () => {
    resource({ inlinePolicies: secret([{ policy: "{}" }]) });
    assert.deepEqual(secrets("inlinePolicies[0].policy", "inlinePoliciesToo"), ["inlinePolicies[0].policy"]);
  });

  it("is what is one in the stack, or was one in the resource", () => {
    resource({ assumeRolePolicy: secret("{}") });
    stack({ assumeRolePolicy: "{}", arn: secret("arn") });
    assert.deepEqual(secrets("assumeRolePolicy", "arn", "name"), ["assumeRolePolicy", "arn"]);
  });

  it("is everything of a resource of which nothing was heard", () => {
    resource({ name: "etl" }, `${URN}-too`);
    assert.deepEqual(secrets("name"), ["name"]);
    assert.equal(isSecret(`${URN}-too`, "name"), false);
  });
});
