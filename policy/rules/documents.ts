import { MalformedDocumentError, parseDocument, type PolicyDocument } from "../iam/document";
import type { Resource } from "./resources";

/** What a policy document is for. That of a VPC endpoint grants nothing: it limits what goes through the endpoint. */
export type DocumentKind = "identity" | "trust" | "resource" | "endpoint";

interface Location {
  property: string;
  kind: DocumentKind;
  /** Undefined where the resource has no such document. */
  read: (props: Record<string, never>) => unknown;
}

const at = (property: string, kind: DocumentKind): Location => ({ property, kind, read: (props) => props[property] });

const LOCATIONS: Record<string, (props: Record<string, never>) => Location[]> = {
  "aws:iam/role:Role": (props) => [at("assumeRolePolicy", "trust"), ...inlinePolicies(props)],
  "aws:iam/rolePolicy:RolePolicy": () => [at("policy", "identity")],
  "aws:iam/userPolicy:UserPolicy": () => [at("policy", "identity")],
  "aws:iam/groupPolicy:GroupPolicy": () => [at("policy", "identity")],
  "aws:iam/policy:Policy": () => [at("policy", "identity")],
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": () => [at("inlinePolicy", "identity")],
  "aws:s3/bucket:Bucket": () => [at("policy", "resource")],
  "aws:s3/bucketV2:BucketV2": () => [at("policy", "resource")],
  "aws:s3/bucketPolicy:BucketPolicy": () => [at("policy", "resource")],
  "aws:s3/accessPoint:AccessPoint": () => [at("policy", "resource")],
  "aws:s3control/accessPointPolicy:AccessPointPolicy": () => [at("policy", "resource")],
  "aws:s3tables/tableBucketPolicy:TableBucketPolicy": () => [at("resourcePolicy", "resource")],
  "aws:s3tables/tablePolicy:TablePolicy": () => [at("resourcePolicy", "resource")],
  "aws:kms/key:Key": () => [at("policy", "resource")],
  "aws:kms/replicaKey:ReplicaKey": () => [at("policy", "resource")],
  "aws:kms/externalKey:ExternalKey": () => [at("policy", "resource")],
  "aws:kms/replicaExternalKey:ReplicaExternalKey": () => [at("policy", "resource")],
  "aws:kms/keyPolicy:KeyPolicy": () => [at("policy", "resource")],
  "aws:secretsmanager/secret:Secret": () => [at("policy", "resource")],
  "aws:secretsmanager/secretPolicy:SecretPolicy": () => [at("policy", "resource")],
  "aws:sns/topic:Topic": () => [at("policy", "resource")],
  "aws:sns/topicPolicy:TopicPolicy": () => [at("policy", "resource")],
  "aws:sqs/queue:Queue": () => [at("policy", "resource")],
  "aws:sqs/queuePolicy:QueuePolicy": () => [at("policy", "resource")],
  "aws:glue/resourcePolicy:ResourcePolicy": () => [at("policy", "resource")],
  "aws:redshift/resourcePolicy:ResourcePolicy": () => [at("policy", "resource")],
  "aws:redshiftserverless/resourcePolicy:ResourcePolicy": () => [at("policy", "resource")],
  "aws:dynamodb/resourcePolicy:ResourcePolicy": () => [at("policy", "resource")],
  "aws:kinesis/resourcePolicy:ResourcePolicy": () => [at("policy", "resource")],
  "aws:msk/clusterPolicy:ClusterPolicy": () => [at("policy", "resource")],
  "aws:ecr/repositoryPolicy:RepositoryPolicy": () => [at("policy", "resource")],
  "aws:ecr/registryPolicy:RegistryPolicy": () => [at("policy", "resource")],
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": () => [at("policy", "resource")],
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": () => [at("policyDocument", "resource")],
  "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": () => [at("accessPolicy", "resource")],
  "aws:ec2/vpcEndpoint:VpcEndpoint": () => [at("policy", "endpoint")],
  "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy": () => [at("policy", "endpoint")],
};

/** Types of resources that hold policy documents. */
export const typesWithDocuments = Object.keys(LOCATIONS);

/** A policy document of a resource. */
export interface FoundDocument {
  /** `assumeRolePolicy` */
  property: string;
  kind: DocumentKind;
  /** JSON or an object. */
  source: unknown;
  isSecret: boolean;
}

/** @param unknown hears of documents that are not known at preview */
export function documentsOf(
  { type, props, isSecret }: Resource,
  unknown: (property: string, error: unknown) => void,
): FoundDocument[] {
  const locations = Object.hasOwn(LOCATIONS, type) ? LOCATIONS[type](props as Record<string, never>) : [];
  return locations.flatMap(({ property, kind, read }) => {
    try {
      const source = read(props as Record<string, never>);
      return source === undefined || source === null || source === ""
        ? []
        : [{ property, kind, source, isSecret: isSecret(property) }];
    } catch (error) {
      unknown(property, error);
      return [];
    }
  });
}

/** What the document says, undefined where it is malformed: that is the business of a rule of its own, `valid-documents`. */
export function wellFormed({ source }: FoundDocument): PolicyDocument | undefined {
  try {
    return parseDocument(source);
  } catch (error) {
    if (error instanceof MalformedDocumentError) return undefined;
    throw error;
  }
}

/**
 * A finding with the place in the document where it is. Of a secret document it tells no more than the property: what is wrong
 * would quote it.
 */
export const placed = ({ property, isSecret }: FoundDocument, what: string, statement?: string): string =>
  isSecret
    ? `${property}: a secret document, whose statements are not shown`
    : `${property}${statement === undefined ? "" : `, ${statement}`}: ${what}`;

function inlinePolicies(props: Record<string, never>): Location[] {
  const read = () => (props.inlinePolicies ?? []) as { name?: string; policy?: unknown }[];
  let length = 0;
  try {
    length = read().length;
  } catch {
    // Not even their number is known.
    return [{ property: "inlinePolicies", kind: "identity", read }];
  }
  return Array.from({ length }, (_, i) => ({
    property: `inlinePolicies[${i}].policy`,
    kind: "identity",
    read: () => read()[i].policy,
  }));
}
