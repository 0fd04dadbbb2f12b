"""The migrated database that is kept between test runs."""

import os

import pytest

from crm_portal.devstack import template
from crm_portal.devstack.template import DISUSED, Template


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "PG_VERSION").write_text("18\n")
    return folder


def test_what_was_kept_comes_back(tmp_path, data):
    kept = Template(tmp_path / "shelf")
    assert not kept.exists()

    kept.save(data)
    kept.restore(tmp_path / "copy")

    assert kept.exists()
    assert (tmp_path / "copy" / "PG_VERSION").read_text() == "18\n"


def test_of_two_runs_that_keep_it_at_once_the_first_wins(tmp_path, data):
    kept = Template(tmp_path / "shelf")
    kept.save(data)
    (data / "PG_VERSION").write_text("other\n")

    kept.save(data)

    assert (kept.folder / "PG_VERSION").read_text() == "18\n"
    assert list(kept.folder.parent.iterdir()) == [kept.folder]


def test_what_nobody_used_for_long_is_dropped(tmp_path, data):
    old = tmp_path / "shelf" / "of-other-migrations"
    old.mkdir(parents=True)
    os.utime(old, (0, 0))

    Template(tmp_path / "shelf").save(data)

    assert DISUSED > 0
    assert not old.exists()


def test_another_migration_is_another_database(tmp_path, monkeypatch):
    monkeypatch.setattr(template, "ROOT", tmp_path)
    (tmp_path / "requirements-browser.txt").write_text("django==5.2\n")
    migration = tmp_path / "members" / "migrations" / "0001_initial.py"
    migration.parent.mkdir(parents=True)
    migration.write_text("from members.digest import SQL\n")
    digest = tmp_path / "members" / "digest.py"
    digest.write_text("SQL = 1\n")
    first = Template().folder

    digest.write_text("SQL = 2\n")
    second = Template().folder
    migration.write_text("from members.digest import SQL\n# changed\n")

    assert len({first, second, Template().folder}) == 3
