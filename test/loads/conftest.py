from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from loads.world import Pipeline, World
from s3_to_redshift.session import spark_session

ROOT = Path(__file__).parents[2]

# A run of the job takes a second or two, so an example does too, and more.
_ALIKE = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "print_blob": True}
settings.register_profile("quick", max_examples=1, derandomize=True, phases=[Phase.explicit, Phase.generate], **_ALIKE)
settings.register_profile("long", max_examples=40, **_ALIKE)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def local_aws() -> Iterator[dict[str, Any]]:
    """The local AWS, and in this process the environment of a run of the job, so that the job runs here as it is."""
    command = ["node", "--require", "tsx/cjs", "test/loads/serve.ts"]
    # Its standard input is what keeps it up: it ends with this process, however that ends.
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as served:
        place = json.loads(served.stdout.readline())
        before = dict(os.environ)
        os.environ.update(place["environment"])
        time.tzset()
        yield place
        os.environ.clear()
        os.environ.update(before)
        time.tzset()
        served.stdin.close()


@pytest.fixture(scope="session")
def spark(local_aws) -> Iterator[None]:
    """The session that the job takes in each run; ``stop`` does nothing until the end."""
    session = spark_session("loads")
    session.sparkContext.setLogLevel("ERROR")
    session.stop = lambda: None
    yield
    del session.stop
    session.stop()


@pytest.fixture(scope="session")
def world(local_aws, spark) -> World:
    return World(local_aws["accountId"], local_aws["roleName"])


@pytest.fixture
def pipeline(world) -> Pipeline:
    return world.pipeline()
