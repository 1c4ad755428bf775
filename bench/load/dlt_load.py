"""dlt's part of the bench: one table from files on this machine into PostgreSQL.

Run: python dlt_load.py FORM FOLDER POSTGRES_URL SCHEMA LOADER_FORMAT, with FORM csv, gzip or parquet.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import dlt
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

ROWS_A_BATCH = 100_000
WHOLE, MONEY = pa.int64(), pa.decimal128(15, 2)
TYPES = {
    "l_orderkey": WHOLE,
    "l_partkey": WHOLE,
    "l_suppkey": WHOLE,
    "l_linenumber": pa.int32(),
    "l_quantity": MONEY,
    "l_extendedprice": MONEY,
    "l_discount": MONEY,
    "l_tax": MONEY,
    "l_returnflag": pa.string(),
    "l_linestatus": pa.string(),
    "l_shipdate": pa.date32(),
    "l_commitdate": pa.date32(),
    "l_receiptdate": pa.date32(),
    "l_shipinstruct": pa.string(),
    "l_shipmode": pa.string(),
    "l_comment": pa.string(),
}
LENGTHS = {"l_returnflag": 1, "l_linestatus": 1, "l_shipinstruct": 25, "l_shipmode": 10, "l_comment": 44}


def batches(form: str, folder: Path) -> Iterator[pa.Table]:
    """The rows of all files. dlt knows no string_view, which is what the Parquet files have."""
    schema = pa.schema(TYPES)
    for file in sorted(folder.iterdir()):
        if form == "parquet":
            for batch in pyarrow.parquet.ParquetFile(file).iter_batches(ROWS_A_BATCH):
                yield pa.Table.from_batches([batch]).cast(schema)
        else:
            converted = pyarrow.csv.ConvertOptions(column_types=TYPES)
            for batch in pyarrow.csv.open_csv(file, convert_options=converted):
                yield pa.Table.from_batches([batch])


def main(form: str, folder: str, url: str, schema: str, loader_format: str) -> None:
    hints = {name: {"precision": length, "data_type": "text"} for name, length in LENGTHS.items()}
    rows = dlt.resource(batches(form, Path(folder)), name="lineitem", write_disposition="append", columns=hints)
    with tempfile.TemporaryDirectory() as working:
        pipeline = dlt.pipeline(
            "bench", pipelines_dir=working, dataset_name=schema, destination=dlt.destinations.postgres(url)
        )
        pipeline.run(rows, loader_file_format=loader_format)


main(*sys.argv[1:])
