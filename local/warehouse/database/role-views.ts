import { ROLE_MARK } from "./role-names";

/**
 * Redshift's roles: the views of them, without the roles that PostgreSQL has for users and groups, and what Redshift refuses and
 * PostgreSQL would not. Who makes a role has all that it has, so the admin's own membership is no grant.
 * @see https://docs.aws.amazon.com/redshift/latest/dg/t_Roles.html
 */
export const ROLE_VIEWS = `
SET allow_system_table_mods = on;

CREATE FUNCTION pg_catalog.redshift_role_prefix() RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT '${ROLE_MARK}' || oid || ':' FROM pg_catalog.pg_database WHERE datname = current_database() $$;

CREATE FUNCTION pg_catalog.redshift_admin() RETURNS oid LANGUAGE sql STABLE
  AS $$ SELECT datdba FROM pg_catalog.pg_database WHERE datname = current_database() $$;

CREATE VIEW pg_catalog.svv_roles AS
  SELECT oid::bigint::integer AS role_id, substr(rolname, length(prefix) + 1) AS role_name, pg_get_userbyid(redshift_admin())::text AS role_owner,
         NULL::text AS external_id
  FROM pg_catalog.pg_roles, redshift_role_prefix() AS prefix WHERE starts_with(rolname, prefix);

CREATE VIEW pg_catalog.redshift_role_members AS
  SELECT r.role_id, r.role_name, m.member, bool_or(m.admin_option) AS admin_option
  FROM pg_catalog.svv_roles r JOIN pg_catalog.pg_auth_members m ON m.roleid = r.role_id
  WHERE m.member <> redshift_admin() GROUP BY r.role_id, r.role_name, m.member;

CREATE VIEW pg_catalog.svv_user_grants AS
  SELECT u.usesysid::bigint::integer AS user_id, u.usename::text AS user_name, m.role_id, m.role_name, m.admin_option
  FROM pg_catalog.redshift_role_members m JOIN pg_catalog.pg_user u ON u.usesysid = m.member
  WHERE u.usename = current_user OR pg_has_role(current_user, redshift_admin(), 'MEMBER');

CREATE VIEW pg_catalog.svv_role_grants AS
  SELECT r.role_id, r.role_name, m.role_id AS granted_role_id, m.role_name AS granted_role_name
  FROM pg_catalog.redshift_role_members m JOIN pg_catalog.svv_roles r ON r.role_id = m.member
  WHERE pg_has_role(current_user, m.member, 'MEMBER');

CREATE OR REPLACE VIEW pg_catalog.pg_group AS
  SELECT rolname AS groname, oid AS grosysid, ARRAY(SELECT member FROM pg_catalog.pg_auth_members WHERE roleid = oid) AS grolist
  FROM pg_catalog.pg_roles WHERE NOT rolcanlogin AND rolname !~ '^(pg_|${ROLE_MARK}\\d)';

CREATE FUNCTION pg_catalog.redshift_check_new_role(new_role text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_user WHERE usename = new_role) THEN
    RAISE EXCEPTION 'user "%" already exists', new_role USING ERRCODE = '42710';
  END IF;
END $$;

CREATE FUNCTION pg_catalog.redshift_check_user(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_user WHERE usename = name) THEN
    RAISE EXCEPTION 'user "%" does not exist', name USING ERRCODE = '42704';
  END IF;
END $$;

CREATE FUNCTION pg_catalog.redshift_check_new_user(new_user text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.svv_roles WHERE role_name = new_user) THEN
    RAISE EXCEPTION 'role "%" already exists', new_user USING ERRCODE = '42710';
  END IF;
END $$;

CREATE FUNCTION pg_catalog.redshift_check_drop_role(dropped text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  id oid := (SELECT role_id FROM pg_catalog.svv_roles WHERE role_name = dropped);
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.redshift_role_members m JOIN pg_catalog.pg_user u ON u.usesysid = m.member WHERE m.role_id = id) THEN
    RAISE EXCEPTION 'cannot drop this role since it has been granted on a user' USING ERRCODE = '2BP01';
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.redshift_role_members WHERE role_id = id OR member = id) THEN
    RAISE EXCEPTION 'cannot drop this role since it depends on another role' USING ERRCODE = '2BP01';
  END IF;
END $$;

GRANT SELECT ON pg_catalog.svv_roles, pg_catalog.svv_user_grants, pg_catalog.svv_role_grants TO PUBLIC;
RESET allow_system_table_mods;
`;
