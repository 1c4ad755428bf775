import json

from s3_to_redshift.stage import manifest


def test_the_manifest_lists_files_with_their_sizes():
    assert json.loads(manifest([("s3://w/a.parquet", 12)])) == {
        "entries": [{"url": "s3://w/a.parquet", "mandatory": True, "meta": {"content_length": 12}}]
    }
