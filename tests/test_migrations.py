from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import monitor.storage
from monitor.errors import MissingError, SchemaError
from monitor.model import PageState
from monitor.rows.codec import pack
from monitor.rows.revision import REVISION
from monitor.storage import Storage
from monitor.storage.database import Database
from monitor.storage.migrate import upgrade
from monitor.storage.schema import metadata
from tests.stored import HOUR, NOW, watch


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database without any table."""
    opened = Database(database_url)
    with opened.write() as connection:
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
    yield opened
    opened.close()


def _schema(database: Database) -> dict[str, Any]:
    """Everything the database says about its tables."""
    with database.read() as connection:
        look = sa.inspect(connection)
        return {
            name: {
                "columns": [
                    (c["name"], str(c["type"]), c["nullable"], c["default"])
                    for c in look.get_columns(name)
                ],
                "primary key": look.get_pk_constraint(name),
                "indexes": sorted(map(_index, look.get_indexes(name)), key=lambda i: i["name"]),
                "unique": sorted(look.get_unique_constraints(name), key=lambda u: str(u["name"])),
                "foreign": sorted(look.get_foreign_keys(name), key=lambda f: str(f["name"])),
            }
            for name in look.get_table_names()
        }


def _index(found: Any) -> dict[str, str]:
    """As text: two conditions that say the same are not equal otherwise."""
    where = {k: str(v) for k, v in found.get("dialect_options", {}).items()}
    return {k: str(v) for k, v in found.items()} | {"dialect_options": str(where)}


def test_migrations_make_the_tables_of_the_code(database: Database, tmp_path: Path) -> None:
    """A column that only new installations have breaks every upgraded one."""
    with database.write() as connection:
        upgrade(connection)
    migrated = _schema(database)
    with database.write() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
    Storage.open(_url(database), tmp_path / "snapshots").close()
    assert _schema(database) == migrated
    assert set(migrated) == {*metadata.tables, "alembic_version"}
    with database.write() as connection:
        upgrade(connection)  # finds nothing to do: the new database says what it is


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    """Opening would migrate for ever, or never."""
    config = Config()
    folder = Path(monitor.storage.__file__).with_name("migrations")
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [REVISION]
    numbers = [int(s.revision) for s in scripts.walk_revisions()]
    assert numbers == list(range(len(numbers), 0, -1)), "numbered without gaps"


def test_opening_twice_migrates_once(database: Database, tmp_path: Path) -> None:
    for _ in range(2):
        with Storage.open(_url(database), tmp_path / "snapshots") as storage:
            storage.sync_watches([watch()], NOW)
    with Storage.open(_url(database), tmp_path / "snapshots", migrate=False) as storage:
        assert [p.watch_id for p in storage.pages()] == ["acme-terms"]


def test_what_the_first_release_stored_is_still_there(database: Database, tmp_path: Path) -> None:
    """An upgrade amid a check: its page waits for its lease as before, its alerts are sent."""
    with database.write() as connection:
        upgrade(connection, "0001")
        page = (
            "INSERT INTO page (watch_id, service, document, url, active, version, extractor,"
            " snapshot, etag, last_modified, reason, next_due_at, claimed_until_at, state) VALUES"
            " (:id, 'Acme', 'Terms', 'https://acme.example/', true, 0, '', '', '', '', '',"
            " '2026-03-01 12:00:00', '2026-03-01 13:00:00', :state)"
        )
        connection.execute(sa.text(page), {"id": "acme-terms", "state": pack(PageState())})
        message = (
            "INSERT INTO alert (seq, id, kind, watch_id, route, recipient, label, title, text,"
            " html, status, tries, created_at, next_try_at, error) VALUES (1, 'x', 'change',"
            " 'acme-terms', 'team', '5f', 'slack', 'T', 't', '', 'pending', 0,"
            " '2026-03-01 12:00:00', '2026-03-01 12:00:00', '')"
        )
        connection.execute(sa.text(message))
    with Storage.open(_url(database), tmp_path / "snapshots") as storage:
        assert [a.id for a in storage.due_alerts(NOW + HOUR, 9)] == ["x"]
        assert storage.due(NOW) == []
        assert storage.claim("acme-terms", NOW, HOUR) is None
        assert storage.claim("acme-terms", NOW + 9 * HOUR, HOUR) is not None


def test_a_database_of_a_newer_monitor_is_refused(database_url: str, tmp_path: Path) -> None:
    """Old code would write rows that the new one cannot read."""
    _set_revision(database_url, "9999")
    for migrate in (True, False):
        with pytest.raises(SchemaError, match=r"schema 9999, newer .*pip install --upgrade"):
            Storage.open(database_url, tmp_path / "snapshots", migrate=migrate)
    assert not (tmp_path / "snapshots").exists()


def test_a_database_of_something_else_is_refused(database_url: str, tmp_path: Path) -> None:
    """Somebody pointed the monitor at another program's Alembic database."""
    _set_revision(database_url, "3f2a")
    with pytest.raises(SchemaError, match="schema 3f2a"):
        Storage.open(database_url, tmp_path / "snapshots")


def test_an_older_database_is_left_alone_when_asked_to(database: Database, tmp_path: Path) -> None:
    """The health check of a running daemon must not migrate under it."""
    with pytest.raises(MissingError, match=r"is empty.*: run `monitor check`"):
        Storage.open(_url(database), tmp_path / "snapshots", migrate=False)
    Storage.open(_url(database), tmp_path / "snapshots").close()
    _set_revision(_url(database), "0000")
    with pytest.raises(SchemaError, match=r"schema 0000, older .*: run `monitor check`"):
        Storage.open(_url(database), tmp_path / "snapshots", migrate=False)


def test_a_failed_migration_leaves_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a schema can neither be used nor migrated again."""
    from monitor.storage import migrate

    def cut(work: Any) -> Any:
        def half(connection: sa.Connection) -> None:
            work(connection)
            raise RuntimeError("power cut")

        return half

    for name in ("_create", "upgrade"):
        with monkeypatch.context() as patched:
            patched.setattr(migrate, name, cut(getattr(migrate, name)))
            if name == "upgrade":  # of a database that some migration has made
                patched.setattr(migrate, "_create", migrate.upgrade)
            with pytest.raises(RuntimeError):
                Storage.open(_url(database), tmp_path / "snapshots")
        assert _schema(database) == {}
    Storage.open(_url(database), tmp_path / "snapshots").close()


def _url(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def _set_revision(url: str, revision: str) -> None:
    database = Database(url)
    with database.write() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
    database.close()
