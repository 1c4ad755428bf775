import type { Target } from "@aws-sdk/client-eventbridge";
import type { PolicyDocument } from "../../../policy/iam/document";
import type { Need } from "../../access/need";
import type { BusEvent } from "../event";

/** Something that rules can send events to. */
export interface TargetKind {
  /** As the record of calls names it. */
  service: string;
  action: string;
  /** How EventBridge is let in: by the target's role alone, by the resource's policy alone, or by a role where there is one. */
  lets: "role" | "policy" | "either";
  /** Whether policies of the resource and its key may go by the rule: its ARN and account. */
  tellsRule: boolean;
  isArn(arn: string): boolean;
  /** What EventBridge needs, but for keys. */
  needs(target: Target): Need[];
  /** Policies of the resource. */
  policies(target: Target): Promise<PolicyDocument[]>;
  /** The key that encrypts what is sent, by id, ARN or alias. */
  key?(target: Target): Promise<string | undefined>;
  /** Condition keys by which it is encrypted. */
  encryptionContext?(target: Target): Need["context"];
  send(target: Target, message: string, event: BusEvent): Promise<void>;
}
