"""What all datasets of a run share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyspark.sql import SparkSession

from .redshift import Redshift
from .spec import Dataset, Spec
from .storage import Storage


@dataclass(frozen=True)
class Run:
    spec: Spec
    job_name: str
    run_id: str
    started_at: datetime
    spark: Callable[[], SparkSession]
    """Starts Spark at the first call: a run that finds nothing new does without."""
    glue: Any
    storage: Storage
    redshift: Redshift
    full_listing: bool = False

    def folder(self, prefix: str, dataset: Dataset) -> str:
        """Where under ``prefix`` this run keeps its files of the dataset."""
        return f"{prefix}{self.spec.pipeline}/{dataset.name}/{self.run_id}/"

    def staging(self, dataset: Dataset) -> str:
        return self.folder(self.spec.work.staging_prefix, dataset)

    def mended(self, dataset: Dataset) -> str:
        """Where rows from quarantine lie that a person has mended."""
        return f"{self.spec.work.mended_prefix}{self.spec.pipeline}/{dataset.name}/"

    def name(self, dataset: Dataset) -> str:
        """What the dataset's statements are called in Redshift."""
        return f"{self.spec.pipeline}/{dataset.name}"
