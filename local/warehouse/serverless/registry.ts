import type { Home } from "../home/home";

/** A Redshift Serverless namespace. */
export interface Namespace extends Home {
  kmsKeyId: string;
  logExports: string[];
  status: "AVAILABLE" | "MODIFYING" | "DELETING";
  /** Epoch seconds. */
  creationDate: number;
  tags: Map<string, string>;
}

export interface ConfigParameter {
  parameterKey: string;
  parameterValue: string;
}

/** A Redshift Serverless workgroup. */
export interface Workgroup {
  workgroupName: string;
  workgroupId: string;
  workgroupArn: string;
  namespaceName: string;
  baseCapacity: number;
  maxCapacity?: number;
  configParameters: ConfigParameter[];
  enhancedVpcRouting: boolean;
  publiclyAccessible: boolean;
  securityGroupIds: string[];
  subnetIds: string[];
  pricePerformanceTarget?: object;
  trackName: string;
  status: "CREATING" | "AVAILABLE" | "MODIFYING" | "DELETING";
  /** Epoch seconds. */
  creationDate: number;
  tags: Map<string, string>;
}

/** Of a workgroup. */
export interface UsageLimit {
  usageLimitId: string;
  usageLimitArn: string;
  resourceArn: string;
  usageType: string;
  amount: number;
  period: string;
  breachAction: string;
}

/** What exists in Redshift Serverless; as in moto, it lives as long as the process. */
export class Registry {
  readonly namespaces = new Map<string, Namespace>();
  readonly workgroups = new Map<string, Workgroup>();
  readonly usageLimits = new Map<string, UsageLimit>();

  /** By name, or by an ARN, which ends in its id. */
  workgroup(nameOrArn: string): Workgroup | undefined {
    const id = nameOrArn.replace(/^arn:.*:workgroup\//, "");
    return this.workgroups.get(id) ?? [...this.workgroups.values()].find(({ workgroupId }) => workgroupId === id);
  }

  /** The namespace of a workgroup that takes connections. */
  namespaceOf(workgroupName: string): Namespace | undefined {
    const workgroup = this.workgroups.get(workgroupName);
    return workgroup && this.namespaces.get(workgroup.namespaceName);
  }

  workgroupOf(namespaceName: string): Workgroup | undefined {
    return [...this.workgroups.values()].find((workgroup) => workgroup.namespaceName === namespaceName);
  }
}
