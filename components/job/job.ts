import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { checkArgument } from "../validation";
import { glueJob, jobNameSchema } from "./glue-job";
import type { JobPlaceArgs } from "./place";
import { canonicalJson, contentHash } from "./hash";
import { type HashedFile, jobCode, jobsFolder } from "./package";
import { type JobSizeArgs, jobSizeSchema } from "./size";
import { type Spec, toSpec } from "./spec";
import type { TransformScript } from "./transform-script";

/** Arguments of {@link LoadJob}. */
export interface LoadJobArgs extends JobPlaceArgs {
  /** Physical name of the job, 1 to 255 characters. */
  jobName: string;

  /** ARN of the role with which the job runs. */
  roleArn: pulumi.Input<string>;

  /** Bucket that receives script, package and spec. */
  bucketName: pulumi.Input<string>;

  /** Prefix below which they lie: `code/`. */
  codePrefix: string;

  /** What the job is to do. */
  spec: pulumi.Input<Spec>;

  /**
   * The modules whose keys the spec's transforms name, `codePrefix` and file name.
   * @default none
   */
  transformScripts?: TransformScript[];

  /**
   * Size of the job, and how long a run may take.
   * @default the defaults of {@link JobSizeArgs}
   */
  size?: JobSizeArgs;

  /**
   * Folder that holds `load.py` and the package `s3_to_redshift`.
   * @default the one that comes with this package
   */
  jobsFolder?: string;
}

/** What Glue installs when a job starts whose spec asks for lineage. */
const lineagePackage = "openlineage-python==1.54.0";

/**
 * The Glue job that loads files into Redshift, with its script, package and spec.
 *
 * All three are objects under a key that holds the hash of their content. A change is a new object and an update of the job,
 * which a preview shows; the old object goes once the job points to the new one, and the job keeps its name and its runs.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html
 */
export class LoadJob extends pulumi.ComponentResource {
  /** Name of the Glue job. */
  readonly jobName: pulumi.Output<string>;

  /** S3 URI of the spec that the job reads. */
  readonly specUri: pulumi.Output<string>;

  /** S3 URI of the script that the job starts. */
  readonly scriptUri: pulumi.Output<string>;

  /** S3 URI of the package that the script takes. */
  readonly packageUri: pulumi.Output<string>;

  /**
   * @param name the _unique_ name of the component
   * @throws InputPropertyError when `jobName` or `size` is none that Glue takes
   */
  constructor(name: string, args: LoadJobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("s3-to-redshift:job:LoadJob", name, args, opts);
    const jobName = checkArgument(jobNameSchema, args.jobName, "jobName");
    const size = checkArgument(jobSizeSchema, args.size ?? {}, "size");
    const code = jobCode(args.jobsFolder ?? jobsFolder);
    const spec = pulumi.output(args.spec).apply(toSpec);

    const upload = (
      what: string,
      fileName: pulumi.Input<string>,
      file: Partial<s3.BucketObjectv2Args>,
      dependsOn: pulumi.Resource[] = [],
    ) =>
      new s3.BucketObjectv2(
        `${name}-${what}`,
        { bucket: args.bucketName, key: pulumi.interpolate`${args.codePrefix}${fileName}`, ...file },
        { parent: this, dependsOn },
      );
    const uri = ({ bucket, key }: s3.BucketObjectv2) => pulumi.interpolate`s3://${bucket}/${key}`;
    const python = (what: string, { fileName, source }: HashedFile) =>
      upload(what, fileName, { source, contentType: "text/x-python" });

    const script = python("script", code.script);
    const packageZip = upload("package", code.package.fileName, {
      source: code.package.source,
      contentType: "application/zip",
    });
    const transforms = (args.transformScripts ?? []).map((file) => python(`transform-${file.dataset}`, file));
    const specText = spec.apply((known) => canonicalJson(known));
    const specFile = upload(
      "spec",
      specText.apply((text) => `spec-${contentHash(text)}.json`),
      { content: specText, contentType: "application/json" },
      transforms,
    );
    this.scriptUri = uri(script);
    this.packageUri = uri(packageZip);
    this.specUri = uri(specFile);

    const job = glueJob(this, name, args, {
      jobName,
      description: "Loads new files of an S3 to Redshift pipeline",
      roleArn: args.roleArn,
      scriptUri: this.scriptUri,
      arguments: spec.apply(({ lineage }): Record<string, pulumi.Output<string> | string> => ({
        "--spec_uri": this.specUri,
        "--extra-py-files": this.packageUri,
        ...(lineage && { "--additional-python-modules": lineagePackage }),
      })),
      size,
    });

    this.jobName = job.name;
    this.registerOutputs({
      jobName: this.jobName,
      specUri: this.specUri,
      scriptUri: this.scriptUri,
      packageUri: this.packageUri,
    });
  }
}
