import { strict as assert } from "node:assert";
import { noPlainSecrets } from "../../../../policy/rules/data-protection/no-plain-secrets";
import { resource, resourceFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { throwsUnknown, unknownProperties } from "../unknown";

const JOB = "aws:glue/job:Job";
const CONNECTION = "aws:glue/connection:Connection";
const CLUSTER = "aws:redshift/cluster:Cluster";
const NAMESPACE = "aws:redshiftserverless/namespace:Namespace";

const value = "Tr0ub4dor";
const url = `jdbc:redshift://warehouse:5439/dev?user=ann&password=${value}`;
const holding = (...names: string[]) => ({ defaultArguments: Object.fromEntries(names.map((name) => [name, value])) });
const found = (...names: string[]) => names.map((name) => `defaultArguments holds ${name} in plain text`);

describe("no-plain-secrets", () => {
  inOurOwn(noPlainSecrets);

  describe("finds a job's argument by its name", () => {
    for (const name of [
      "--password",
      "--DB_PASSWORD",
      "--dbPasswd",
      "--passphrase",
      "--db-pass",
      "--db_pwd",
      "--client_secret",
      "--secrets",
      "--token",
      "--api-key",
      "--apiKey",
      "--aws_secret_access_key",
      "--secret_key",
      "--private_key",
      "--credentials",
      "--password1",
      "--DB_PASSWORD_2",
      "--refresh_tokens",
      "password",
    ]) {
      resourceFindings(noPlainSecrets, { [name]: [JOB, holding(name), found(name)] });
    }
  });

  describe("leaves alone", () => {
    for (const name of [
      "--secret_id",
      "--SECRET_ARN",
      "--secretName",
      "--password_file",
      "--tokenizer",
      "--max_tokens",
      "--maxTokens",
      "--min-token",
      "--num_tokens",
      "--compass",
      "--TempDir",
      "--spec_uri",
      "--kms_key",
    ]) {
      resourceFindings(noPlainSecrets, { [name]: [JOB, holding(name), []] });
    }
    resourceFindings(noPlainSecrets, {
      "the ARN of a secret": [
        JOB,
        { defaultArguments: { "--db_secret": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db" } },
        [],
      ],
      "the path of a secret": [JOB, { defaultArguments: { "--db_secret": "prod/warehouse/etl-2" } }, []],
      "what is resolved when it runs": [
        JOB,
        { defaultArguments: { "--password": "{{resolve:secretsmanager:db:SecretString:password}}" } },
        [],
      ],
      "a file with the secret": [JOB, { defaultArguments: { "--private_key": "s3://acme-keys/etl.pem" } }, []],
      "a job without arguments": [JOB, {}, []],
    });
  });

  describe("finds in the place of a secret's path", () => {
    const secret = (name: string, value: string) => ({ defaultArguments: { [name]: value } });
    const texts = {
      "a text without a slash": "warehouse",
      "base64, which has slashes and capitals": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      "a text with a blank": "prod/warehouse etl",
      "a slash at the begin": "/prod/warehouse",
    };
    for (const [title, text] of Object.entries(texts)) {
      resourceFindings(noPlainSecrets, { [title]: [JOB, secret("--db_secret", text), found("--db_secret")] });
    }
    resourceFindings(noPlainSecrets, {
      "what is called a password": [JOB, secret("--db_password", "prod/warehouse/etl"), found("--db_password")],
    });
  });

  describe("within a text", () => {
    const conf = (text: string) => ({ defaultArguments: { "--conf": text } });
    const within = ["defaultArguments holds a password within --conf"];
    resourceFindings(noPlainSecrets, {
      "a key of S3 for Spark is found": [
        JOB,
        conf(`spark.sql.shuffle.partitions=8 --conf spark.hadoop.fs.s3a.secret.key=${value}`),
        within,
      ],
      "so is a password": [JOB, conf(`spark.warehouse.password=${value}`), within],
      "of a trust store, too": [JOB, conf(`spark.ssl.trustStorePassword=${value}`), within],
      "so is that of PostgreSQL's library": [
        JOB,
        { defaultArguments: { "--dsn": `host=warehouse dbname=dev user=ann password='${value}'` } },
        ["defaultArguments holds a password within --dsn"],
      ],
      "so is an AWS key": [JOB, conf(`aws_secret_access_key=${value}`), within],
      "where it lies is fine": [
        JOB,
        conf("spark.warehouse.password={{resolve:secretsmanager:db}} spark.x.password=arn:aws:secretsmanager:x"),
        [],
      ],
      "an empty one is": [JOB, conf("spark.warehouse.password= --conf spark.x=1"), []],
      "so is another setting": [JOB, conf("spark.sql.adaptive.enabled=true --conf spark.hadoop.fs.s3a.path=x"), []],
    });
  });

  resourceFindings(noPlainSecrets, {
    "several are found": [JOB, holding("--password", "--spec_uri", "--token"), found("--password", "--token")],
    "so are arguments that a run cannot override": [
      JOB,
      { nonOverridableArguments: { "--password": value } },
      ["nonOverridableArguments holds --password in plain text"],
    ],
    "an ARN within it is no hint": [
      JOB,
      { defaultArguments: { "--password": `${value} arn:aws:` } },
      found("--password"),
    ],
    "a connection's password is found": [
      CONNECTION,
      { connectionProperties: { USERNAME: "ann", PASSWORD: value } },
      ["connectionProperties holds PASSWORD in plain text"],
    ],
    "also encrypted by hand": [
      CONNECTION,
      { connectionProperties: { ENCRYPTED_PASSWORD: value } },
      ["connectionProperties holds ENCRYPTED_PASSWORD in plain text"],
    ],
    "its secret's id is fine": [
      CONNECTION,
      { connectionProperties: { SECRET_ID: "warehouse", JDBC_CONNECTION_URL: "jdbc:redshift://warehouse:5439/dev" } },
      [],
    ],
    "a connection without properties is": [CONNECTION, { connectionType: "NETWORK" }, []],
    "a cluster's password is found": [CLUSTER, { masterPassword: value }, ["masterPassword is set in the program"]],
    "without it, it is fine": [CLUSTER, { manageMasterPassword: true }, []],
    "a namespace's is found": [NAMESPACE, { adminUserPassword: value }, ["adminUserPassword is set in the program"]],
    "one that Redshift manages is fine": [NAMESPACE, { manageAdminPassword: true }, []],
    "a password that is written only is found, too": [
      NAMESPACE,
      { adminUserPasswordWo: value },
      ["adminUserPasswordWo is set in the program"],
    ],
    "of a cluster as well": [CLUSTER, { masterPasswordWo: value }, ["masterPasswordWo is set in the program"]],
  });

  describe("in a URL", () => {
    const withUrl = (found: string) => ({ connectionProperties: { JDBC_CONNECTION_URL: found } });
    const inUrl = ["connectionProperties holds a password in the URL JDBC_CONNECTION_URL"];
    resourceFindings(noPlainSecrets, {
      "a password among its parameters is found": [CONNECTION, withUrl(url), inUrl],
      "whatever its case": [CONNECTION, withUrl(`jdbc:sqlserver://warehouse;user=ann;PWD=${value}`), inUrl],
      "so is one before the host": [CONNECTION, withUrl(`postgresql://ann:${value}@warehouse/dev`), inUrl],
      "in a job's argument, too": [
        JOB,
        { defaultArguments: { "--jdbc_url": url } },
        ["defaultArguments holds a password in the URL --jdbc_url"],
      ],
      "a user alone is fine": [CONNECTION, withUrl("postgresql://ann@warehouse:5439/dev?user=ann"), []],
      "a port is no password": [CONNECTION, withUrl("jdbc:redshift://warehouse:5439/dev?mail=ann@acme.example"), []],
    });
  });

  it("never tells the value", async () => {
    const secrets: [type: string, props: Record<string, unknown>][] = [
      [JOB, { ...holding("--password", "--token"), nonOverridableArguments: { "--jdbc_url": url } }],
      [CONNECTION, { connectionProperties: { PASSWORD: value, JDBC_CONNECTION_URL: url } }],
      [CLUSTER, { masterPassword: value }],
      [NAMESPACE, { adminUserPassword: value }],
    ];
    for (const [type, props] of secrets) {
      const findings = await noPlainSecrets.resources[type](resource(type, props), {});
      assert.notEqual(findings.length, 0, type);
      assert(!findings.join("\n").includes(value), type);
    }
  });

  describe("unknown at preview", () => {
    resourceFindings(noPlainSecrets, {
      "a password is one all the same": [JOB, { defaultArguments: { "--password": UNKNOWN } }, found("--password")],
      "also beside another that is unknown": [
        JOB,
        { defaultArguments: { "--spec_uri": UNKNOWN, "--password": value } },
        found("--password"),
      ],
      "of a connection, too": [
        CONNECTION,
        { connectionProperties: { PASSWORD: UNKNOWN } },
        ["connectionProperties holds PASSWORD in plain text"],
      ],
    });

    it("a secret may be its ARN", async () => {
      const job = resource(JOB, { defaultArguments: { "--db_secret": UNKNOWN } });
      await throwsUnknown(
        () => noPlainSecrets.resources[JOB](job, {}),
        "unverifiable: defaultArguments.--db_secret is unknown until the update",
      );
    });

    it("another argument may hold a URL with one", async () => {
      const job = resource(JOB, { defaultArguments: { "--jdbc_url": UNKNOWN } });
      await throwsUnknown(
        () => noPlainSecrets.resources[JOB](job, {}),
        "unverifiable: defaultArguments.--jdbc_url is unknown until the update",
      );
    });

    unknownProperties(noPlainSecrets, {
      "all arguments cannot be judged": [JOB, { defaultArguments: UNKNOWN }, "defaultArguments"],
      "nor all of a connection": [CONNECTION, { connectionProperties: UNKNOWN }, "connectionProperties"],
      "nor a cluster's password": [CLUSTER, { masterPassword: UNKNOWN }, "masterPassword"],
      "nor a namespace's": [NAMESPACE, { adminUserPassword: UNKNOWN }, "adminUserPassword"],
    });
  });
});
