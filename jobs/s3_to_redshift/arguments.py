"""The job's arguments, as Glue passes them on the command line.

https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Arguments:
    job_name: str
    run_id: str
    spec_bucket: str
    spec_key: str
    datasets: tuple[str, ...]
    """Only these are loaded; empty means all."""
    full_listing: bool = False
    """List all files, also of datasets that are listed from a mark."""
    task: Literal["load", "maintain"] = "load"


def parse(argv: Sequence[str]) -> Arguments:
    """Read ``--spec_uri s3://bucket/key``, ``--datasets a,b``, ``--full_listing true``, ``--task maintain``, and what
    Glue adds (``--JOB_NAME``, ``--JOB_RUN_ID``).

    Glue passes plain ``--name value`` pairs, some of them its own business, so what is not known is ignored. (awsglue's
    getResolvedOptions knows no optional argument and is on no other machine than Glue's.)

    Raises:
        ValueError: an argument is missing or not of its form.
    """
    parser = argparse.ArgumentParser(allow_abbrev=False, exit_on_error=False, add_help=False)
    for name in ("JOB_NAME", "JOB_RUN_ID", "spec_uri", "datasets", "full_listing", "task"):
        parser.add_argument(f"--{name}", default="")
    try:
        known, _ = parser.parse_known_args(list(argv))
    except argparse.ArgumentError as error:
        raise ValueError(str(error)) from None
    for name in ("JOB_NAME", "JOB_RUN_ID", "spec_uri"):
        if not getattr(known, name):
            raise ValueError(f"job argument --{name} is missing")
    uri = urlsplit(known.spec_uri)
    if uri.scheme != "s3" or not uri.netloc or len(uri.path) < 2:
        raise ValueError(f"job argument --spec_uri must be s3://bucket/key, found {known.spec_uri!r}")
    names = tuple(name.strip() for name in known.datasets.split(",") if name.strip())
    if known.full_listing not in ("", "true", "false"):
        raise ValueError(f"job argument --full_listing must be true or false, found {known.full_listing!r}")
    if known.task not in ("", "load", "maintain"):
        raise ValueError(f"job argument --task must be load or maintain, found {known.task!r}")
    return Arguments(
        known.JOB_NAME,
        known.JOB_RUN_ID,
        uri.netloc,
        uri.path[1:],
        names,
        full_listing=known.full_listing == "true",
        task=known.task or "load",
    )
