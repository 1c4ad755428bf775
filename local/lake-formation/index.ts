import { isDeepStrictEqual } from "node:util";
import { MotoCalls } from "../moto-calls";
import { AwsError, type EmulatedService, type Handler } from "../gateway/service";

interface Grant {
  Principal: unknown;
  Resource: unknown;
  Permissions: string[];
  PermissionsWithGrantOption: string[];
}

type Location = Record<string, unknown>;

/** What moto does as AWS does; BatchRevokePermissions would not tell what was not there. */
const MOTOS =
  /^((Der|R)egisterResource|(Get|Put)DataLakeSettings|(BatchG|G)rantPermissions|ListPermissions|\w*LFTags?\w*)$/;

/** What moto drops of a location. */
const KEPT = ["HybridAccessEnabled", "WithFederation"];

/**
 * Lake Formation: moto's, but that what nobody was granted is not revoked, and that a location is described as it was registered.
 *
 * @see https://docs.aws.amazon.com/lake-formation/latest/APIReference/Welcome.html
 */
export function createLakeFormation({ motoUrl, region }: { motoUrl: string; region: string }): EmulatedService {
  const locations = new Map<unknown, Location>();
  const ask = <T>(action: string, input: object) =>
    new MotoCalls(`${motoUrl}/${action}`, region).json("lakeformation", `AWSLakeFormation.${action}`, {
      ...input,
    }) as Promise<T>;
  const described = (location: Location): Location => ({ ...location, ...locations.get(location.ResourceArn) });

  const actions: Record<string, Handler> = {
    async RevokePermissions({ input }) {
      const { Principal, Resource, Permissions = [], PermissionsWithGrantOption = [] } = input as Partial<Grant>;
      const { CatalogId } = input;
      // moto takes no principal without a resource, and not every resource.
      const all = await ask<{ PrincipalResourcePermissions: Grant[] }>("ListPermissions", { CatalogId });
      const granted = all.PrincipalResourcePermissions.find(
        (grant) => isDeepStrictEqual(grant.Principal, Principal) && isDeepStrictEqual(grant.Resource, Resource),
      );
      const isThere =
        Permissions.some((permission) => granted?.Permissions.includes(permission)) ||
        PermissionsWithGrantOption.some((permission) => granted?.PermissionsWithGrantOption.includes(permission));
      if (!isThere) throw new AwsError("InvalidInputException", NOTHING_TO_REVOKE);
      return ask("RevokePermissions", input);
    },

    async DescribeResource({ input }) {
      const { ResourceInfo } = await ask<{ ResourceInfo: Location }>("DescribeResource", input);
      return { ResourceInfo: described(ResourceInfo) };
    },

    async ListResources({ input }) {
      const { ResourceInfoList } = await ask<{ ResourceInfoList: Location[] }>("ListResources", input);
      return { ResourceInfoList: ResourceInfoList.map(described) };
    },
  };

  return {
    id: "lakeformation",
    actions,
    // Besides IAM, Lake Formation itself would have to let a role in, which it does nowhere here.
    needs: () => undefined,
    fallsThroughToMoto: ({ action }) => MOTOS.test(action),
    heed({ action, input }) {
      if (action === "DeregisterResource") locations.delete(input.ResourceArn);
      if (action === "RegisterResource")
        locations.set(input.ResourceArn, Object.fromEntries(KEPT.map((name) => [name, input[name] === true])));
    },
    close: () => Promise.resolve(),
  };
}

const NOTHING_TO_REVOKE =
  "No permissions revoked. Grantee has no permissions and no grantable permissions on resource.";
