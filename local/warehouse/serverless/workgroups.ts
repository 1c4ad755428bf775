import { randomUUID } from "node:crypto";
import { AwsError, type AwsRequest, type Handler } from "../../gateway/service";
import { page } from "../data/pages";
import type { WarehouseDeps } from "../deps";
import { CONFIG_PARAMETERS, configParameters } from "./config-parameters";
import { flag, invalid, refuseUnknown, resourceName, tags, text, texts } from "./input";
import type { Workgroup } from "./registry";
import { iso } from "./time";

const SETTINGS = [
  "workgroupName",
  "baseCapacity",
  "maxCapacity",
  "configParameters",
  "enhancedVpcRouting",
  "publiclyAccessible",
  "securityGroupIds",
  "subnetIds",
  "port",
  "pricePerformanceTarget",
  "trackName",
  "ipAddressType",
];
const USUAL_CAPACITY = 128;

/** @see https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateWorkgroup.html */
export function workgroupActions(deps: WarehouseDeps): Record<string, Handler> {
  const { registry } = deps.warehouse;

  const existing = ({ input }: AwsRequest): Workgroup => {
    const name = resourceName(input, "workgroupName");
    const workgroup = registry.workgroups.get(name);
    if (!workgroup) throw new AwsError("ResourceNotFoundException", `The workgroup ${name} doesn't exist.`);
    return workgroup;
  };

  return {
    async CreateWorkgroup({ input }) {
      refuseUnknown(input, [...SETTINGS, "namespaceName", "tags"]);
      const workgroupName = resourceName(input, "workgroupName");
      const namespaceName = resourceName(input, "namespaceName");
      if (registry.workgroups.has(workgroupName))
        throw new AwsError("ConflictException", `The workgroup ${workgroupName} already exists.`);
      if (!registry.namespaces.has(namespaceName))
        throw new AwsError("ResourceNotFoundException", `The namespace ${namespaceName} doesn't exist.`);
      const other = registry.workgroupOf(namespaceName);
      if (other)
        throw new AwsError(
          "ConflictException",
          `The namespace ${namespaceName} already has the workgroup ${other.workgroupName}.`,
        );
      const workgroupId = randomUUID();
      const workgroup: Workgroup = {
        workgroupName,
        workgroupId,
        workgroupArn: `arn:aws:redshift-serverless:${deps.region}:${deps.accountId}:workgroup/${workgroupId}`,
        namespaceName,
        baseCapacity: USUAL_CAPACITY,
        configParameters: CONFIG_PARAMETERS.map((parameter) => ({ ...parameter })),
        enhancedVpcRouting: false,
        publiclyAccessible: false,
        securityGroupIds: [],
        subnetIds: [],
        trackName: "current",
        status: "CREATING",
        creationDate: Date.now() / 1000,
        tags: tags(input.tags),
      };
      Object.assign(workgroup, changes(input, workgroup, deps.warehouse.port));
      registry.workgroups.set(workgroupName, workgroup);
      const answer = shown(workgroup, deps);
      // The database is there since the namespace is, so the first look finds it available.
      workgroup.status = "AVAILABLE";
      return { workgroup: answer };
    },

    async GetWorkgroup(request) {
      return { workgroup: shown(existing(request), deps) };
    },

    async ListWorkgroups({ input }) {
      const { items, NextToken } = page(
        [...registry.workgroups.values()],
        input.nextToken,
        Number(input.maxResults ?? 100),
      );
      return { workgroups: items.map((workgroup) => shown(workgroup, deps)), nextToken: NextToken };
    },

    async UpdateWorkgroup(request) {
      refuseUnknown(request.input, SETTINGS);
      const workgroup = existing(request);
      Object.assign(workgroup, changes(request.input, workgroup, deps.warehouse.port));
      return { workgroup: shown({ ...workgroup, status: "MODIFYING" }, deps) };
    },

    async DeleteWorkgroup(request) {
      refuseUnknown(request.input, ["workgroupName"]);
      const workgroup = existing(request);
      registry.workgroups.delete(workgroup.workgroupName);
      for (const [id, { resourceArn }] of registry.usageLimits) {
        if (resourceArn === workgroup.workgroupArn) registry.usageLimits.delete(id);
      }
      return { workgroup: shown({ ...workgroup, status: "DELETING" }, deps) };
    },
  };
}

/** What the call sets, checked. */
function changes(input: Record<string, unknown>, before: Workgroup, port: number): Partial<Workgroup> {
  if (typeof input.port === "number" && input.port !== port) {
    throw invalid(
      `port is ${input.port}; the local warehouse listens on ${port}, so leave the port out or give that one`,
    );
  }
  const ipAddressType = text(input, "ipAddressType") ?? "ipv4";
  if (ipAddressType !== "ipv4")
    throw invalid(`ipAddressType ${ipAddressType} is not emulated by the local Redshift Serverless; ipv4 is`);
  const baseCapacity = (input.baseCapacity ?? before.baseCapacity) as number;
  if (
    !Number.isInteger(baseCapacity) ||
    baseCapacity < 4 ||
    baseCapacity > 1024 ||
    (baseCapacity > 4 && baseCapacity % 8 !== 0)
  ) {
    throw invalid(`baseCapacity is ${JSON.stringify(baseCapacity)}; 4, or a multiple of 8 from 8 to 1024, is accepted`);
  }
  // AWS takes 0 for "no limit".
  const maxCapacity = ((input.maxCapacity ?? before.maxCapacity) as number | undefined) || undefined;
  if (maxCapacity !== undefined && maxCapacity < baseCapacity)
    throw invalid(`maxCapacity ${maxCapacity} is below baseCapacity ${baseCapacity}`);
  return {
    ...{ baseCapacity, maxCapacity },
    configParameters: configParameters(input.configParameters, before.configParameters),
    enhancedVpcRouting: flag(input, "enhancedVpcRouting") ?? before.enhancedVpcRouting,
    publiclyAccessible: flag(input, "publiclyAccessible") ?? before.publiclyAccessible,
    securityGroupIds: texts(input, "securityGroupIds") ?? before.securityGroupIds,
    subnetIds: texts(input, "subnetIds") ?? before.subnetIds,
    pricePerformanceTarget: (input.pricePerformanceTarget as object | undefined) ?? before.pricePerformanceTarget,
    trackName: text(input, "trackName") ?? before.trackName,
  };
}

/** As the API answers. */
function shown(workgroup: Workgroup, { warehouse }: WarehouseDeps): object {
  return {
    ...workgroup,
    creationDate: iso(workgroup.creationDate),
    endpoint: { address: warehouse.host, port: warehouse.port, vpcEndpoints: [] },
    port: warehouse.port,
    ipAddressType: "ipv4",
    // The API shows them by ListTagsForResource only.
    tags: undefined,
  };
}
