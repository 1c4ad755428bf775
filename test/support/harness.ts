import * as pulumi from "@pulumi/pulumi";

/** A resource as the program registered it. */
export interface Registered {
  type: string;
  name: string;
  /** URN of the parent. */
  parent?: string;
  /** Reference of the explicit provider: `URN::ID`. */
  provider?: string;
  protect: boolean;
  ignoreChanges: string[];
  /** URNs of all that it waits for. */
  dependencies: string[];
  // Inputs have the shape of their type, which a test knows.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  inputs: any;
  /** What a component registered at its end; undefined when it did not. */
  registeredOutputs?: Record<string, unknown>;
}

/** What a program did. */
export interface Deployment<T> {
  resources: Registered[];
  invokes: { token: string; provider?: string }[];
  /** What the program returned. */
  result: T;
  /** The one resource of the type, and of the name where several have the type. */
  one(type: string, name?: string): Registered;
}

export interface DeployOptions {
  /** As `pulumi preview` sees it: what a provider makes up (ids, ARNs) is unknown. */
  preview?: boolean;
  /** @default "test" */
  stack?: string;
  /** Configuration by full key, objects as JSON. */
  config?: Record<string, string>;
  /** What the provider's functions answer, by token, where it is not as {@link ANSWERS} has it. */
  answers?: Record<string, Answer>;
}

type Answer = (inputs: Record<string, string>) => object;

/** The place in which all resources are made. */
export const place = { partition: "aws", region: "eu-west-1", accountId: "123456789012" };

/**
 * Runs a program against a provider that accepts everything.
 * @throws the program's error; also one in an `apply` that nobody waits for
 */
export async function deploy<T>(
  program: () => T | Promise<T>,
  { preview = false, stack = "test", config = {}, answers = {} }: DeployOptions = {},
): Promise<Deployment<T>> {
  const resources: Registered[] = [];
  const invokes: Deployment<T>["invokes"] = [];
  await pulumi.runtime.setMocks(
    { newResource: (args) => created(args, preview), call: (args) => call(args, { ...ANSWERS, ...answers }) },
    "s3-to-redshift",
    stack,
    preview,
  );
  pulumi.runtime.setAllConfig(config);
  record(resources, invokes);

  const result = await failingOnUnhandledRejections(async () => {
    let returned: T | undefined;
    await pulumi.runtime.runInPulumiStack(async () => {
      returned = await program();
    });
    await pulumi.runtime.disconnect(); // runInPulumiStack ends before the registrations do
    return returned as T;
  });
  return { resources, invokes, result, one: (type, name) => one(resources, type, name) };
}

/** The value of an output; undefined when it is unknown. */
export const valueOf = <T>(output: pulumi.Output<T>): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    const known = (output as unknown as { isKnown: Promise<boolean> }).isKnown;
    known.then((is) => (is ? output.apply(resolve) : resolve(undefined)), reject);
  });

/** What the provider answers: the inputs, and unless it is a preview an id, an ARN and the like. */
function created({ custom, name, type, inputs }: pulumi.runtime.MockResourceArgs, preview: boolean) {
  if (custom === false || preview) {
    return { id: "", state: inputs };
  }
  const made = {
    arn: `arn:aws:made-up:${place.region}:${place.accountId}:${name}`,
    adminPasswordSecretArn: `arn:aws:secretsmanager:${place.region}:${place.accountId}:secret:${name}`,
    masterPasswordSecretArn: `arn:aws:secretsmanager:${place.region}:${place.accountId}:secret:${name}`,
    prefixListId: `${name}-prefix-list`,
  };
  return { id: type.startsWith("pulumi:providers:") ? "provider-id" : `${name}-id`, state: { ...made, ...inputs } };
}

/** Subnets lie in the zone of the letter with which their id ends, buckets in the place's region. */
const ANSWERS: Record<string, Answer> = {
  "aws:index/getPartition:getPartition": () => ({ partition: place.partition }),
  "aws:index/getRegion:getRegion": () => ({ region: place.region }),
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: place.accountId }),
  "aws:ec2/getSubnet:getSubnet": ({ id }) => ({ id, availabilityZone: `${place.region}${id.at(-1)}` }),
  "aws:ec2/getPrefixList:getPrefixList": ({ name }) => ({ id: `pl-of-${name}` }),
  "aws:s3/getBucket:getBucket": ({ bucket }) => ({ bucket, bucketRegion: place.region }),
};

function call({ token, inputs }: pulumi.runtime.MockCallArgs, answers: Record<string, Answer>) {
  if (!(token in answers)) {
    throw new Error(`the harness has no answer for ${token}`);
  }
  return answers[token](inputs);
}

interface Struct {
  toJavaScript(): Record<string, unknown>;
}
type Done = (error: unknown, response?: { getUrn(): string }) => void;

/** The part of the mocked engine that {@link record} listens to. */
interface Monitor {
  registerResource(
    request: {
      getType(): string;
      getName(): string;
      getParent(): string;
      getProvider(): string;
      getProtect(): boolean | undefined;
      getIgnorechangesList(): string[];
      getDependenciesList(): string[];
      getObject(): Struct;
    },
    done: Done,
  ): void;
  registerResourceOutputs(request: { getUrn(): string; getOutputs(): Struct }, done: Done): void;
  invoke(request: { getTok(): string; getProvider(): string }, done: Done): void;
}

/** Keeps what Pulumi's mocks are not shown: parents, providers, dependencies and options. */
function record(resources: Registered[], invokes: Deployment<unknown>["invokes"]): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const { registerResource, registerResourceOutputs, invoke } = monitor;
  const byUrn = new Map<string, Registered>();

  monitor.registerResource = (request, done) =>
    registerResource.call(monitor, request, (error, response) => {
      if (response) {
        const resource = {
          type: request.getType(),
          name: request.getName(),
          parent: request.getParent() || undefined,
          provider: request.getProvider() || undefined,
          protect: request.getProtect() ?? false,
          ignoreChanges: request.getIgnorechangesList(),
          dependencies: request.getDependenciesList(),
          inputs: request.getObject().toJavaScript(),
        };
        resources.push(resource);
        byUrn.set(response.getUrn(), resource);
      }
      done(error, response);
    });
  monitor.registerResourceOutputs = (request, done) => {
    byUrn.get(request.getUrn())!.registeredOutputs = request.getOutputs().toJavaScript();
    registerResourceOutputs.call(monitor, request, done);
  };
  monitor.invoke = (request, done) => {
    invokes.push({ token: request.getTok(), provider: request.getProvider() || undefined });
    invoke.call(monitor, request, done);
  };
}

/** An error in an `apply` would otherwise be lost, and the registrations that need its value would never end. */
async function failingOnUnhandledRejections<T>(run: () => Promise<T>): Promise<T> {
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  const failed = new Promise<never>((_, reject) => process.on("unhandledRejection", reject));
  const untilReported = () => new Promise((resolve) => setImmediate(resolve));
  try {
    return await Promise.race([run().finally(untilReported), failed]);
  } finally {
    await untilReported();
    process.removeAllListeners("unhandledRejection");
    others.forEach((listener) => process.on("unhandledRejection", listener));
  }
}

function one(resources: Registered[], type: string, name?: string): Registered {
  const found = resources.filter(
    (resource) => resource.type === type && (name === undefined || resource.name === name),
  );
  if (found.length !== 1) {
    throw new Error(`${found.length} resources of type ${type}${name ? ` named ${name}` : ""}, expected one`);
  }
  return found[0];
}
