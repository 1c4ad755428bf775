import type { Home } from "./home";

type Roles = Pick<Home, "iamRoles" | "defaultIamRoleArn">;

/** What is wrong with the roles that a home is to have; undefined when nothing is. */
export function faultOfRoles({ iamRoles, defaultIamRoleArn }: Roles): string | undefined {
  const bad = iamRoles.find((arn) => !/^arn:aws[\w-]*:iam::\d{12}:role\/.+/.test(arn));
  if (bad !== undefined) return `iamRoles: ${bad} is no ARN of a role`;
  if (defaultIamRoleArn !== undefined && !iamRoles.includes(defaultIamRoleArn))
    return `defaultIamRoleArn ${defaultIamRoleArn} is not one of iamRoles`;
  return undefined;
}
