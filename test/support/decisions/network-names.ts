import type { GlueNetwork } from "../../../components";

/** The network that is given to roles in a network. */
export const network: GlueNetwork = {
  vpcId: "vpc-0a",
  subnetIds: ["subnet-0a", "subnet-0b"],
  securityGroupTag: { key: "s3-to-redshift:glue-network", value: "decisions" },
  connectionNames: ["decisions-0", "decisions-1"],
};
