import * as path from "node:path";
import { root, tools } from "../setup/paths";
import { virtualEnvironment } from "../setup/virtual-environment";
import type { Log } from "../step";

const folder = path.join(tools.folder, "policy-tools");
const requirements = path.join(root, "test", "policy", "calibration", "requirements.txt");

/** Python with policy_sentry, cloudsplaining and parliament, against which the engine is calibrated. */
export const policyToolsPython = path.join(folder, "bin", "python");

/** Makes their environment, apart from the one that the job runs in. */
export const preparePolicyTools = (log: Log): Promise<void> => virtualEnvironment(folder, requirements, log);
