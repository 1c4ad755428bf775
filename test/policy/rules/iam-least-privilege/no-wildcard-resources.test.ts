import { noWildcardResources } from "../../../../policy/rules/iam-least-privilege/no-wildcard-resources";
import { findings } from "../../support/findings";
import { inOurOwn } from "../own";

const allow = (Action: string | string[], Resource: string | string[] = "*") => ({ Effect: "Allow", Action, Resource });

const bucket = "arn:${Partition}:s3:::${BucketName}";
const part = "arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}";
const objectForms = `${part}/object/\${ObjectName} or ${bucket}/\${ObjectName}`;
const glue = "arn:${Partition}:glue:${Region}:${Account}";
const getObjectOn = (resource: string) => [`allows s3:GetObject on ${resource}; instead of it name ${objectForms}`];

describe("no-wildcard-resources", () => {
  inOurOwn(noWildcardResources);

  findings(noWildcardResources, {
    "* is found": [allow("s3:GetObject"), getObjectOn("*")],
    "in a list of resources, only the open one": [
      allow("s3:GetObject", ["arn:aws:s3:::acme-raw/*", "*"]),
      getObjectOn("*"),
    ],
    "the case of an action does not count": [
      allow("S3:getobject"),
      [`allows S3:getobject on *; instead of it name ${objectForms}`],
    ],
    "** is *": [allow("s3:GetObject", "**"), getObjectOn("**")],
    "every bucket is": [allow("s3:GetObject", "arn:aws:s3:::*"), getObjectOn("arn:aws:s3:::*")],
    "so is every object of every bucket": [allow("s3:GetObject", "arn:aws:s3:::*/*"), getObjectOn("arn:aws:s3:::*/*")],
    "so is every bucket that has a name": [allow("s3:GetObject", "arn:aws:s3:::?*"), getObjectOn("arn:aws:s3:::?*")],
    "so is an ARN that ends early": [
      allow("s3:GetObject", ["arn:*", "arn:aws:s3:*"]),
      [...getObjectOn("arn:*"), ...getObjectOn("arn:aws:s3:*")],
    ],
    "the forms are those that the action requires": [
      allow("glue:GetTable", "arn:aws:glue:*:*:*"),
      [
        `allows glue:GetTable on arn:aws:glue:*:*:*; instead of it name ${glue}:database/\${DatabaseName} or ` +
          `${glue}:catalog or ${glue}:table/\${DatabaseName}/\${TableName}`,
      ],
    ],
    "of many forms three are shown": [
      allow("s3:List*"),
      [
        "allows s3:List* on *; instead of it name arn:${Partition}:s3:${Region}:${Account}:access-grants/default or " +
          `${part} or ${bucket} (and 5 other forms)`,
      ],
    ],
    "a pattern counts if one of its actions can be narrowed": [
      allow("glue:GetJob*"),
      [`allows glue:GetJob* on *; instead of it name ${glue}:job/\${JobName}`],
    ],
    "a condition does not name a resource": [
      { ...allow("s3:GetObject"), Condition: { StringEquals: { "aws:ResourceAccount": "111122223333" } } },
      getObjectOn("*"),
    ],
    "of two actions only the one that can be narrowed": [
      allow(["cloudwatch:PutMetricData", "sns:Publish"]),
      ["allows sns:Publish on *; instead of it name arn:${Partition}:sns:${Region}:${Account}:${TopicName}"],
    ],
    "an action without resources has to be allowed on *": [
      allow(["cloudwatch:PutMetricData", "redshift-data:DescribeStatement", "s3:ListAllMyBuckets"]),
      [],
    ],
    "a prefix may end with *": [allow("s3:GetObject", ["arn:aws:s3:::acme-raw/*", "arn:aws:s3:::acme-*"]), []],
    "so may the resources of one type": [
      allow("redshift-data:ExecuteStatement", "arn:aws:redshift-serverless:eu-west-1:111122223333:workgroup/*"),
      [],
    ],
    "an action that AWS does not have is another rule's business": [allow("s3:GetObjekt"), []],
    "so is NotResource": [{ Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::acme-hr/*" }, []],
    "a Deny may be as wide as it likes": [{ ...allow("s3:GetObject"), Effect: "Deny" }, []],
  });
});
