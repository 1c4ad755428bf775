package provider

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// resourceTokens maps Terraform's resource types to "module/Class" in @pulumi/aws.
var resourceTokens = map[string]string{
	"aws_cloudwatch_composite_alarm":                     "cloudwatch/CompositeAlarm",
	"aws_cloudwatch_dashboard":                           "cloudwatch/Dashboard",
	"aws_cloudwatch_event_rule":                          "cloudwatch/EventRule",
	"aws_cloudwatch_event_target":                        "cloudwatch/EventTarget",
	"aws_cloudwatch_log_group":                           "cloudwatch/LogGroup",
	"aws_cloudwatch_log_metric_filter":                   "cloudwatch/LogMetricFilter",
	"aws_cloudwatch_log_resource_policy":                 "cloudwatch/LogResourcePolicy",
	"aws_cloudwatch_log_subscription_filter":             "cloudwatch/LogSubscriptionFilter",
	"aws_cloudwatch_metric_alarm":                        "cloudwatch/MetricAlarm",
	"aws_eip":                                            "ec2/Eip",
	"aws_glue_catalog_database":                          "glue/CatalogDatabase",
	"aws_glue_catalog_table":                             "glue/CatalogTable",
	"aws_glue_classifier":                                "glue/Classifier",
	"aws_glue_connection":                                "glue/Connection",
	"aws_glue_crawler":                                   "glue/Crawler",
	"aws_glue_data_catalog_encryption_settings":          "glue/DataCatalogEncryptionSettings",
	"aws_glue_data_quality_ruleset":                      "glue/DataQualityRuleset",
	"aws_glue_job":                                       "glue/Job",
	"aws_glue_partition":                                 "glue/Partition",
	"aws_glue_resource_policy":                           "glue/ResourcePolicy",
	"aws_glue_security_configuration":                    "glue/SecurityConfiguration",
	"aws_glue_trigger":                                   "glue/Trigger",
	"aws_glue_workflow":                                  "glue/Workflow",
	"aws_iam_policy":                                     "iam/Policy",
	"aws_iam_role":                                       "iam/Role",
	"aws_iam_role_policy":                                "iam/RolePolicy",
	"aws_iam_role_policy_attachment":                     "iam/RolePolicyAttachment",
	"aws_iam_user":                                       "iam/User",
	"aws_iam_user_policy":                                "iam/UserPolicy",
	"aws_internet_gateway":                               "ec2/InternetGateway",
	"aws_kms_alias":                                      "kms/Alias",
	"aws_kms_key":                                        "kms/Key",
	"aws_kms_key_policy":                                 "kms/KeyPolicy",
	"aws_lakeformation_permissions":                      "lakeformation/Permissions",
	"aws_lakeformation_resource":                         "lakeformation/Resource",
	"aws_nat_gateway":                                    "ec2/NatGateway",
	"aws_redshift_cluster":                               "redshift/Cluster",
	"aws_redshift_cluster_iam_roles":                     "redshift/ClusterIamRoles",
	"aws_redshift_logging":                               "redshift/Logging",
	"aws_redshift_parameter_group":                       "redshift/ParameterGroup",
	"aws_redshift_scheduled_action":                      "redshift/ScheduledAction",
	"aws_redshift_subnet_group":                          "redshift/SubnetGroup",
	"aws_redshift_usage_limit":                           "redshift/UsageLimit",
	"aws_redshiftdata_statement":                         "redshiftdata/Statement",
	"aws_redshiftserverless_namespace":                   "redshiftserverless/Namespace",
	"aws_redshiftserverless_usage_limit":                 "redshiftserverless/UsageLimit",
	"aws_redshiftserverless_workgroup":                   "redshiftserverless/Workgroup",
	"aws_route":                                          "ec2/Route",
	"aws_route_table":                                    "ec2/RouteTable",
	"aws_route_table_association":                        "ec2/RouteTableAssociation",
	"aws_s3_bucket":                                      "s3/Bucket",
	"aws_s3_bucket_acl":                                  "s3/BucketAcl",
	"aws_s3_bucket_cors_configuration":                   "s3/BucketCorsConfiguration",
	"aws_s3_bucket_lifecycle_configuration":              "s3/BucketLifecycleConfiguration",
	"aws_s3_bucket_logging":                              "s3/BucketLogging",
	"aws_s3_bucket_notification":                         "s3/BucketNotification",
	"aws_s3_bucket_ownership_controls":                   "s3/BucketOwnershipControls",
	"aws_s3_bucket_policy":                               "s3/BucketPolicy",
	"aws_s3_bucket_public_access_block":                  "s3/BucketPublicAccessBlock",
	"aws_s3_bucket_server_side_encryption_configuration": "s3/BucketServerSideEncryptionConfiguration",
	"aws_s3_bucket_versioning":                           "s3/BucketVersioning",
	"aws_s3_object":                                      "s3/BucketObjectv2",
	"aws_scheduler_schedule":                             "scheduler/Schedule",
	"aws_secretsmanager_secret":                          "secretsmanager/Secret",
	"aws_secretsmanager_secret_policy":                   "secretsmanager/SecretPolicy",
	"aws_secretsmanager_secret_rotation":                 "secretsmanager/SecretRotation",
	"aws_secretsmanager_secret_version":                  "secretsmanager/SecretVersion",
	"aws_security_group":                                 "ec2/SecurityGroup",
	"aws_security_group_rule":                            "ec2/SecurityGroupRule",
	"aws_sfn_state_machine":                              "sfn/StateMachine",
	"aws_sns_topic":                                      "sns/Topic",
	"aws_sns_topic_policy":                               "sns/TopicPolicy",
	"aws_sns_topic_subscription":                         "sns/TopicSubscription",
	"aws_sqs_queue":                                      "sqs/Queue",
	"aws_sqs_queue_policy":                               "sqs/QueuePolicy",
	"aws_ssm_parameter":                                  "ssm/Parameter",
	"aws_subnet":                                         "ec2/Subnet",
	"aws_vpc":                                            "ec2/Vpc",
	"aws_vpc_endpoint":                                   "ec2/VpcEndpoint",
	"aws_vpc_security_group_egress_rule":                 "vpc/SecurityGroupEgressRule",
	"aws_vpc_security_group_ingress_rule":                "vpc/SecurityGroupIngressRule",
}

// dataTokens maps Terraform's data sources to "module/function" in @pulumi/aws; the root module is "index".
var dataTokens = map[string]string{
	"aws_availability_zones":           "index/getAvailabilityZones",
	"aws_caller_identity":              "index/getCallerIdentity",
	"aws_iam_policy_document":          "iam/getPolicyDocument",
	"aws_iam_role":                     "iam/getRole",
	"aws_kms_key":                      "kms/getKey",
	"aws_partition":                    "index/getPartition",
	"aws_prefix_list":                  "ec2/getPrefixList",
	"aws_redshift_cluster":             "redshift/getCluster",
	"aws_redshiftserverless_namespace": "redshiftserverless/getNamespace",
	"aws_redshiftserverless_workgroup": "redshiftserverless/getWorkgroup",
	"aws_region":                       "index/getRegion",
	"aws_s3_bucket":                    "s3/getBucket",
	"aws_secretsmanager_secret":        "secretsmanager/getSecret",
	"aws_subnet":                       "ec2/getSubnet",
	"aws_subnets":                      "ec2/getSubnets",
	"aws_vpc":                          "ec2/getVpc",
}

// ServesResource tells whether a Terraform resource type has a token.
func ServesResource(typeName string) bool { _, ok := resourceTokens[typeName]; return ok }

// ServesDataSource tells whether a Terraform data source has a token.
func ServesDataSource(typeName string) bool { _, ok := dataTokens[typeName]; return ok }

func resourceToken(typeName string) tokens.Type {
	module, name, _ := strings.Cut(resourceTokens[typeName], "/")
	return tokens.Type("aws:" + module + "/" + strings.ToLower(name[:1]) + name[1:] + ":" + name)
}

func dataToken(typeName string) tokens.ModuleMember {
	module, name, _ := strings.Cut(dataTokens[typeName], "/")
	return tokens.ModuleMember("aws:" + module + "/" + name + ":" + name)
}
