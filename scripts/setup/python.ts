import * as path from "node:path";
import { root, tools } from "./paths";
import { virtualEnvironment } from "./virtual-environment";

const requirements = path.join(root, "local", "python", "requirements.txt");

/** Makes the virtual environment from the lock file; pip checks the hash of all that it installs. */
export const python = (log: (line: string) => void): Promise<void> =>
  virtualEnvironment(tools.python, requirements, log, ["--require-hashes"]);
