"""The tables of the state: declared once, beside the records that they hold."""

import importlib
import pkgutil

import edielkit.hub
from edielkit.hub.core.state_tables import Memo, Table


def declarations(kind):
    for listed_module in pkgutil.walk_packages(edielkit.hub.__path__, "edielkit.hub."):
        module = importlib.import_module(listed_module.name)
        listed = vars(module).get("__all__", ())
        for name, value in vars(module).items():
            if isinstance(value, kind) and (name in listed or name.startswith("_")):
                yield listed_module.name, value


def test_each_table_has_a_name_of_its_own():
    """Two tables of one name would hold each other's records."""
    names = [table.name for _, table in declarations(Table)]

    assert len(names) > 30
    assert sorted(set(names)) == sorted(names)


def test_tables_stand_beside_their_records():
    """A room declares its tables in its `*_records.py`; those of the core stand with the type of a table."""
    places = {module for module, _ in declarations(Table)}

    assert all(module.endswith("_records") or module == "edielkit.hub.core.state_tables" for module in places)


def test_each_memo_has_a_name_of_its_own():
    """What one part of a step leaves for the next is read by that one alone."""
    names = [memo.name for _, memo in declarations(Memo)]

    assert names
    assert sorted(set(names)) == sorted(names)
