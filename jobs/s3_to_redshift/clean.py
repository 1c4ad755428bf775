"""Remove what runs leave in the staging prefix. Nothing there is needed once the transaction has ended."""

from __future__ import annotations

from botocore.exceptions import ClientError

from .run import Run
from .spec import Dataset

_ENDED = {"SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT", "ERROR", "EXPIRED"}


def clean_staging(run: Run, dataset: Dataset) -> None:
    """Remove this run's files of the dataset, and those of earlier runs that died before they did so themselves.

    The files of a run that still goes on stay. What cannot be removed costs only room: it is said and fails nothing.
    """
    bucket, prefix = run.spec.work.bucket, f"{run.spec.work.staging_prefix}{run.spec.pipeline}/{dataset.name}/"
    try:
        for run_id in run.storage.level(bucket, prefix)[1]:
            if run_id == run.run_id or _has_ended(run, run_id):
                run.storage.delete(bucket, f"{prefix}{run_id}/")
    except (ClientError, OSError) as error:
        print(f"{dataset.name}: could not clean s3://{bucket}/{prefix}: {error}", flush=True)


def _has_ended(run: Run, run_id: str) -> bool:
    """https://docs.aws.amazon.com/glue/latest/webapi/API_GetJobRun.html"""
    try:
        return run.glue.get_job_run(JobName=run.job_name, RunId=run_id)["JobRun"]["JobRunState"] in _ENDED
    except run.glue.exceptions.EntityNotFoundException:
        return True
