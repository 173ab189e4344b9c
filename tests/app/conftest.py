"""The founding case, planned once for all tests of the use cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from safeconduct.app.case import Case, read_scenario
from safeconduct.app.demo import write_demo
from safeconduct.app.plan import make_plan
from safeconduct.model.plan import Plan


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("founding") / "Донбас demo"
    write_demo(folder)
    return folder


@pytest.fixture(scope="session")
def demo_case(demo_folder: Path) -> Case:
    return read_scenario(demo_folder)


@pytest.fixture(scope="session")
def demo_plan(demo_case: Case) -> Plan:
    return make_plan(demo_case)
