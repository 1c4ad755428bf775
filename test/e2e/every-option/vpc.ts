import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkArgs } from "s3-to-redshift";

/** A VPC with a subnet in each of three zones and no way to the internet, as awsx makes one: its plugin is on no registry. */
export function isolatedVpc(name: string): Pick<NetworkArgs, "vpcId" | "subnetIds" | "routeTableIds"> {
  const vpc = new aws.ec2.Vpc(name, {
    cidrBlock: "10.30.0.0/16",
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: { Name: name },
  });
  const routeTable = new aws.ec2.RouteTable(name, { vpcId: vpc.id });
  const subnetIds = ["a", "b", "c"].map((zone, i) => {
    const subnet = new aws.ec2.Subnet(`${name}-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.30.${i}.0/24`,
      availabilityZone: pulumi.interpolate`${aws.getRegionOutput().region}${zone}`,
    });
    new aws.ec2.RouteTableAssociation(`${name}-${zone}`, { subnetId: subnet.id, routeTableId: routeTable.id });
    return subnet.id;
  });
  return { vpcId: vpc.id, subnetIds, routeTableIds: [routeTable.id] };
}
