"""The few calls to S3 that are not Spark's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class StoredObject:
    bucket: str
    key: str
    etag: str
    """Without its quotes."""
    size: int
    """Bytes."""
    modified: datetime

    @property
    def uri(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


class Storage:
    """S3 through a boto3 client."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def list(self, bucket: str, prefix: str) -> Iterator[StoredObject]:
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            for found in page.get("Contents", []):
                etag = found["ETag"].strip('"')
                yield StoredObject(bucket, found["Key"], etag, found["Size"], found["LastModified"])

    def folders(self, bucket: str, prefix: str) -> list[str]:
        """Names of the folders right under ``prefix``, without slashes."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix, Delimiter="/")
        return [found["Prefix"][len(prefix) : -1] for page in pages for found in page.get("CommonPrefixes", [])]

    def read(self, bucket: str, key: str, first_bytes: int | None = None) -> bytes:
        ranged = {} if first_bytes is None else {"Range": f"bytes=0-{first_bytes - 1}"}
        return self._client.get_object(Bucket=bucket, Key=key, **ranged)["Body"].read()

    def write(self, bucket: str, key: str, content: bytes) -> str:
        """Returns the new object's address."""
        self._client.put_object(Bucket=bucket, Key=key, Body=content)
        return f"s3://{bucket}/{key}"

    def delete(self, bucket: str, prefix: str) -> None:
        """Delete all objects under ``prefix``.

        Raises:
            OSError: S3 refused to delete some.
        """
        keys = [{"Key": found.key} for found in self.list(bucket, prefix)]
        for start in range(0, len(keys), 1000):
            batch = {"Objects": keys[start : start + 1000], "Quiet": True}
            if errors := self._client.delete_objects(Bucket=bucket, Delete=batch).get("Errors"):
                raise OSError(f"s3://{bucket}/{errors[0]['Key']}: {errors[0]['Code']}: {errors[0]['Message']}")
