"""The guard over the tables: the application's role, its grants, and row-level security by jurisdiction."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterator

import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.engine import make_url

from engine import errors
from engine.errors import Text
from engine.store import case_tables, engines, figure_tables, tables
from engine.store.schema import SCHEMA, Guard, metadata

#: Role of web and worker: no superuser, owns no table, cannot pass by row-level security.
APP_ROLE = "onedoor_app"
#: Transaction setting that holds the reach as codes joined by commas.
REACH = "onedoor.reach"

#: Importing these modules has declared all tables.
DECLARED_IN = (tables, case_tables, figure_tables)

# The sub-select makes PostgreSQL read the setting once a statement and not once a row.
_WITHIN = f"jurisdiction = ANY ((SELECT string_to_array(current_setting('{REACH}', true), ','))::text[])"


def app_url(owner_url: str) -> str:
    """Return the URL for web and worker, whose password follows from the owner's. Raises SettingError."""
    url = make_url(engines.sqlalchemy_url(owner_url))
    changed = url.set(drivername="postgresql", username=APP_ROLE, password=_app_password(url.password))
    return changed.render_as_string(hide_password=False)


def lay(connection: sa.Connection, owner_url: str) -> None:
    """Create the role, its grants and the policies, or bring them up to date; the caller commits."""
    _lay_role(connection, make_url(engines.sqlalchemy_url(owner_url)).password)
    # Whatever the owner is called, unqualified names mean `public`, also in later sessions.
    database = connection.scalar(sa.select(sa.func.quote_ident(sa.func.current_database())))
    connection.exec_driver_sql(f"ALTER DATABASE {database} SET search_path TO public")
    for statement in (*_schema_grants(), *_table_guards()):
        connection.exec_driver_sql(statement)


def _app_password(owner_password: str | sa.engine.url.URL | None) -> str:
    if not owner_password:
        raise errors.SettingError(
            Text(
                "DATABASE_URL 中缺少密码。请写成 postgresql://用户名:密码@主机/数据库。",
                "DATABASE_URL has no password. Write it as postgresql://user:password@host/database.",
            )
        )
    return hmac.new(str(owner_password).encode(), APP_ROLE.encode(), hashlib.sha256).hexdigest()


def _lay_role(connection: sa.Connection, owner_password: str | None) -> None:
    known = connection.scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": APP_ROLE})
    verb = "ALTER" if known else "CREATE"
    password = sql.Literal(_app_password(owner_password)).as_string(None)
    statement = f"{verb} ROLE {APP_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {password.replace('%', '%%')}"
    try:
        _until_alone(connection, statement)
    except sa.exc.ProgrammingError as error:
        raise errors.SettingError(_may_not_create_role()) from error


def _until_alone(connection: sa.Connection, statement: str) -> None:
    """Run a statement about a role; another database of the same server may be changing the same row just now."""
    for pause in (0.1, 0.3, 1.0, 3.0):
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(statement)
        except sa.exc.InternalError:
            time.sleep(pause)
        else:
            return
    connection.exec_driver_sql(statement)


def _schema_grants() -> Iterator[str]:
    """Background jobs and Flask-AppBuilder keep their tables in `public`; whatever the owner adds there is usable."""
    rows = "SELECT, INSERT, UPDATE, DELETE"
    yield f"GRANT USAGE ON SCHEMA {SCHEMA}, public TO {APP_ROLE}"
    yield f"REVOKE CREATE ON SCHEMA {SCHEMA}, public FROM {APP_ROLE}"
    yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {SCHEMA} TO {APP_ROLE}"
    yield f"GRANT {rows} ON ALL TABLES IN SCHEMA public TO {APP_ROLE}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} ON TABLES TO {APP_ROLE}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {APP_ROLE}"


def _table_guards() -> Iterator[str]:
    for table in metadata.sorted_tables:
        yield f"REVOKE ALL ON {table.fullname} FROM {APP_ROLE}"
        changes = "" if table.info["append_only"] else ", UPDATE, DELETE"
        yield f"GRANT SELECT, INSERT{changes} ON {table.fullname} TO {APP_ROLE}"
        if table.info["guard"] is not Guard.SHARED:
            yield from _policies(table.fullname, is_open=table.info["guard"] is Guard.OPEN)


def _policies(table: str, *, is_open: bool) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS reach ON {table}"
    yield f"CREATE POLICY reach ON {table} TO {APP_ROLE} USING ({_WITHIN}) WITH CHECK ({_WITHIN})"
    yield f"DROP POLICY IF EXISTS open ON {table}"
    if is_open:
        yield f"CREATE POLICY open ON {table} FOR SELECT TO {APP_ROLE} USING (true)"


def _may_not_create_role() -> Text:
    return Text(
        f"DATABASE_URL 中的用户不能建立数据库角色“{APP_ROLE}”。请数据库管理员执行：ALTER ROLE 用户名 CREATEROLE; 然后重新启动。",
        f"The user in DATABASE_URL may not create the role {APP_ROLE}. Ask the database administrator to run "
        "ALTER ROLE user CREATEROLE; and start again.",
    )
