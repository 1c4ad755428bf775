import type { Call } from "../../local/gateway/calls";
import type { PolicyDocument } from "../../policy/iam/document";
import { matches } from "../../policy/iam/pattern";

/** What a role was granted and what became of it. */
export interface RoleAccess {
  role: string;
  granted: Grant[];
  refused: { action: string; resource: string; calls: number }[];
}

/** An action of an Allow statement. */
export interface Grant {
  sid: string;
  action: string;
  /** How often a call needed it; 0 is a grant that nobody used. */
  calls: number;
}

/** What the calls made of a role's policies. */
export function roleAccess(role: string, policies: PolicyDocument[], calls: Call[]): RoleAccess {
  const checked = calls
    .filter(({ caller }) => caller.includes(`:assumed-role/${role}/`))
    .flatMap((call) => call.checked ?? []);
  const granted = policies
    .flatMap(({ statements }) => statements)
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ sid = "", actions }) =>
      actions.map((action) => ({
        sid,
        action,
        calls: checked.filter(
          (it) =>
            it.allowed && (it.sid ?? "") === sid && matches(action, it.action, { wildcards: true, ignoreCase: true }),
        ).length,
      })),
    );
  const refused = new Map<string, { action: string; resource: string; calls: number }>();
  for (const { allowed, action, resource } of checked) {
    if (allowed) continue;
    const row = refused.get(`${action} ${resource}`) ?? { action, resource, calls: 0 };
    row.calls++;
    refused.set(`${action} ${resource}`, row);
  }
  return { role, granted, refused: [...refused.values()] };
}
