import { permissionBoundary } from "../../../../policy/rules/iam-least-privilege/permission-boundary";
import { resourceFindings, UNKNOWN } from "../../support/findings";
import { inOurOwn } from "../own";
import { unknownProperties } from "../unknown";

const ROLE = "aws:iam/role:Role";
const boundary = "arn:aws:iam::111122223333:policy/team";
const expected = `permissionsBoundary: expected ${boundary}, got`;

describe("permission-boundary", () => {
  inOurOwn(permissionBoundary);
  describe("where one is configured", () => {
    inOurOwn(
      permissionBoundary,
      ["copy", "crawler", "job"].map((duty) => `shop-${duty}-role: ${expected} none`),
      { boundary },
    );
  });

  resourceFindings(permissionBoundary, {
    "a role without it is found": [ROLE, {}, [`${expected} none`], { boundary }],
    "with another, too": [
      ROLE,
      { permissionsBoundary: `${boundary}-2` },
      [`${expected} "${boundary}-2"`],
      { boundary },
    ],
    "with it, it is fine": [ROLE, { permissionsBoundary: boundary }, [], { boundary }],
    "without the setting, any role is": [ROLE, {}, []],
    "with any boundary": [ROLE, { permissionsBoundary: boundary }, []],
    "without the setting, none has to be known": [ROLE, { permissionsBoundary: UNKNOWN }, []],
  });

  unknownProperties(permissionBoundary, {
    "a boundary that is unknown at preview cannot be judged": [
      ROLE,
      { permissionsBoundary: UNKNOWN },
      "permissionsBoundary",
      { boundary },
    ],
  });
});
