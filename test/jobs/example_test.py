"""examples/history: its script does with real Spark what it says."""

import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "examples" / "history" / "customers.py"


def test_spellings_become_one(spark):
    module_spec = importlib.util.spec_from_file_location("customers", SCRIPT)
    module = importlib.util.module_from_spec(module_spec)
    module_spec.loader.exec_module(module)
    rows = spark.createDataFrame(
        [(1, " Ann@Example.com", "de"), (1, "ann@example.com", "DE ")], "id int, email string, country string"
    )

    found = module.transform(rows, None)

    assert found.distinct().collect() == [(1, "ann@example.com", "DE")]
