import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { checkArgument, matching, shown, wrongArgument } from "../validation";

const subnetIdSchema = matching(/^subnet-\w+$/, "the id of a subnet such as subnet-0a1b2c3d");

/**
 * Checks that there are enough subnets, each in a zone of its own: an interface endpoint takes one subnet of a zone, and
 * Redshift counts zones, not subnets. The zones of subnets that are yet to be made are checked during the update.
 *
 * @throws InputPropertyError that names `argument` where there are fewer than `atLeast`, or the same one twice; the deployment
 * fails with one where two lie in one zone
 */
export function checkZones(
  subnetIds: pulumi.Input<string>[],
  atLeast: number,
  argument: string,
  parent: pulumi.Resource,
): void {
  if (subnetIds.length < atLeast) {
    const expected = `expected at least ${atLeast} subnets, each in a zone of its own`;
    throw wrongArgument(argument, `${expected}, got ${subnetIds.length}`);
  }
  subnetIds.forEach((id, i) => {
    if (typeof id !== "string") return;
    checkArgument(subnetIdSchema, id, `${argument}[${i}]`);
    const same = subnetIds.indexOf(id);
    if (same !== i) {
      throw wrongArgument(`${argument}[${i}]`, `expected another subnet than ${argument}[${same}], got ${shown(id)}`);
    }
  });

  // Nothing takes the outcome as an input: Pulumi would bury the message in those of all that wait for it.
  pulumi.all(subnetIds.map((id) => ec2.getSubnetOutput({ id }, { parent }))).apply((subnets) =>
    subnets.forEach(({ id, availabilityZone }, i) => {
      const same = subnets.findIndex((other) => other.availabilityZone === availabilityZone);
      if (same !== i) {
        const expected = `expected a subnet in another zone than ${argument}[${same}]`;
        throw wrongArgument(`${argument}[${i}]`, `${expected}, got ${shown(id)} in ${availabilityZone}`);
      }
    }),
  );
}
