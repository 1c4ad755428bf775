"""The few calls to S3 that are not Spark's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
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

    def list(self, bucket: str, prefix: str, after: str | None = None) -> Iterator[StoredObject]:
        """The objects under ``prefix`` in the order of their keys, which is that of UTF-8 bytes; those behind the key
        ``after`` only."""
        behind = {} if after is None else {"StartAfter": after}
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix, **behind):
            for found in page.get("Contents", []):
                yield _object(bucket, found)

    def level(self, bucket: str, prefix: str) -> tuple[list[StoredObject], list[str]]:
        """The objects right under ``prefix``, and the names of the folders there, without slashes."""
        pages = list(
            self._client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix, Delimiter="/")
        )
        objects = [_object(bucket, found) for page in pages for found in page.get("Contents", [])]
        folders = [found["Prefix"][len(prefix) : -1] for page in pages for found in page.get("CommonPrefixes", [])]
        return objects, folders

    def etags(self, objects: Iterable[StoredObject]) -> dict[str, str | None]:
        """The objects' present ETags by address; None for one that is not there any more."""
        with ThreadPoolExecutor(32) as pool:
            return dict(pool.map(lambda found: (found.uri, self._etag(found)), objects))

    def _etag(self, found: StoredObject) -> str | None:
        try:
            return self._client.head_object(Bucket=found.bucket, Key=found.key)["ETag"].strip('"')
        except self._client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] in ("404", "NoSuchKey", "NotFound"):
                return None
            raise

    def read(self, bucket: str, key: str, first_bytes: int | None = None) -> bytes:
        ranged = {} if first_bytes is None else {"Range": f"bytes=0-{first_bytes - 1}"}
        return self._client.get_object(Bucket=bucket, Key=key, **ranged)["Body"].read()

    def open(self, bucket: str, key: str) -> Any:
        """The object as a stream of bytes, to be closed."""
        return closing(self._client.get_object(Bucket=bucket, Key=key)["Body"])

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


def _object(bucket: str, found: dict[str, Any]) -> StoredObject:
    return StoredObject(bucket, found["Key"], found["ETag"].strip('"'), found["Size"], found["LastModified"])
