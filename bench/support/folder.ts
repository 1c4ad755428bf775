import * as path from "node:path";
import { root } from "../../scripts/setup/paths";

/** All that the benches make: data, the peers' environment and the local AWS they run in. Git ignores it. */
export const benchFolder = path.join(root, ".local", "bench");

/** Programs of the peers: dlt, sling and tpchgen-cli. */
export const peersFolder = path.join(benchFolder, "python");

export const peerProgram = (name: string) => path.join(peersFolder, "bin", name);
