/** Accounts through which load balancers write their access logs, of the regions opened before August 2022. */
const LOAD_BALANCING = [
  "009996457667",
  "027434742980",
  "033677994240",
  "037604701340",
  "048591011584",
  "054676820928",
  "076674570225",
  "098369216593",
  "114774131450",
  "127311923021",
  "156460612806",
  "190560391635",
  "383597477331",
  "507241528517",
  "582318560864",
  "589379963580",
  "600734575887",
  "635631232127",
  "638102146993",
  "652711504416",
  "718504428378",
  "754344448648",
  "783225319266",
  "797873946194",
  "897822967062",
  "985666609251",
];

/** What stands in the place of the account in the ARNs of CloudFront's origin access identities. */
const CLOUDFRONT = "cloudfront";

/**
 * Accounts of AWS itself, which its guides say to let into buckets by their number where other services have a principal.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export const serviceAccounts = [...LOAD_BALANCING, CLOUDFRONT];
