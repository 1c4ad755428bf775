import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { AlarmTopic, type AlarmTopicArgs } from "../../../components";
import { itIsAComponent, itRefuses, statementsOf } from "../../support/component";
import { deploy, valueOf } from "../../support/harness";

const args: AlarmTopicArgs = { topicName: "shop-dev-alarms" };
const make = (changed: Partial<AlarmTopicArgs> = {}) => new AlarmTopic("shop", { ...args, ...changed });
const topic = "aws:sns/topic:Topic";
const subscription = "aws:sns/topicSubscription:TopicSubscription";
const topicArn = "arn:aws:sns:eu-west-1:123456789012:shop-dev-alarms";

describe("AlarmTopic", () => {
  itIsAComponent({
    make: (opts) =>
      new AlarmTopic(
        "shop",
        { ...args, emails: ["ann@acme.example"], webhookUrl: "https://hooks.acme.example/1" },
        opts,
      ),
    type: "s3-to-redshift:monitoring:AlarmTopic",
    children: [
      [subscription, "shop-email-ann@acme.example"],
      [topic, "shop-topic"],
      [subscription, "shop-webhook"],
    ],
    outputs: ({ topicArn }) => ({ topicArn }),
  });

  it("lets EventBridge and the account's alarms publish, and nobody without TLS, known at preview", async () => {
    const deployment = await deploy(() => make(), { preview: true });
    assert.deepEqual(statementsOf(deployment, topic, "policy"), {
      // EventBridge sends no source account or ARN to SNS.
      EventsPublish: {
        Effect: "Allow",
        Principal: { Service: ["events.amazonaws.com"] },
        Action: ["sns:Publish"],
        Resource: [topicArn],
      },
      AlarmsPublish: {
        Effect: "Allow",
        Principal: { Service: ["cloudwatch.amazonaws.com"] },
        Action: ["sns:Publish"],
        Resource: [topicArn],
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
      TlsOnly: {
        Effect: "Deny",
        Principal: "*",
        Action: ["sns:Publish"],
        Resource: [topicArn],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    });
  });

  it("has an ARN that is known at preview and waits for the topic", async () => {
    const { result } = await deploy(() => make(), { preview: true });
    assert.equal(await valueOf(result.topicArn), topicArn);
    const resources = await (result.topicArn as unknown as { allResources(): Promise<Set<object>> }).allResources();
    assert.deepEqual(
      [...resources].map((resource) => (resource as { __pulumiType: string }).__pulumiType),
      [topic],
    );
  });

  it("is encrypted with a given key, carries the tags, and tells nobody by default", async () => {
    const plain = await deploy(() => make());
    assert.equal(plain.one(topic).inputs.kmsMasterKeyId, undefined);
    assert.equal(plain.resources.filter(({ type }) => type === subscription).length, 0);
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/one";
    const { inputs } = (await deploy(() => make({ kmsKeyArn, tags: { team: "shop" } }))).one(topic);
    assert.equal(inputs.name, "shop-dev-alarms");
    assert.equal(inputs.kmsMasterKeyId, kmsKeyArn);
    assert.deepEqual(inputs.tags, { team: "shop" });
  });

  it("tells each address, and a URL that may be a secret", async () => {
    const { resources } = await deploy(() =>
      make({ emails: ["ann@acme.example", "bob@acme.example"], webhookUrl: pulumi.secret("https://hooks.example/1") }),
    );
    const inputs = resources.filter(({ type }) => type === subscription).map((it) => it.inputs);
    assert.deepEqual(inputs.slice(0, 2), [
      { topic: topicArn, protocol: "email", endpoint: "ann@acme.example" },
      { topic: topicArn, protocol: "email", endpoint: "bob@acme.example" },
    ]);
    assert.equal(inputs[2].protocol, "https");
    assert.equal(inputs[2].endpoint.value ?? inputs[2].endpoint, "https://hooks.example/1");
  });

  itRefuses([
    [
      "a name that SNS does not take",
      () => make({ topicName: "my topic" }),
      /^topicName: expected 1 to 256 letters, digits, _ and -, got "my topic"$/,
    ],
    ["no address", () => make({ emails: ["ann"] }), /^emails\[0\]: expected an e-mail address, got "ann"$/],
    [
      "an address twice",
      () => make({ emails: ["ann@acme.example", "ann@acme.example"] }),
      /^emails\[1\]: expected an address once, got "ann@acme.example" again$/,
    ],
    [
      "a URL without TLS, and does not show it",
      () => make({ webhookUrl: "http://hooks.example/s3cret" }),
      /webhookUrl: expected an https URL$/,
    ],
  ]);
});
