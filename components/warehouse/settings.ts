import { z } from "zod";

/** Which releases a warehouse gets. */
export enum MaintenanceTrack {
  /** The latest certified release. */
  Current = "current",
  /** The one before it. */
  Trailing = "trailing",
}

/** Who connected, changes of users, and what they ran. */
export const auditLogs = ["userlog", "connectionlog", "useractivitylog"] as const;

/** What the settings may be that all kinds of warehouse have. */
export const commonShape = {
  track: z.enum(MaintenanceTrack).optional(),
  enhancedVpcRouting: z.boolean().optional(),
  logExports: z.array(z.enum(auditLogs)).optional(),
};
