"""Files as the crawler of the local Glue finds them, through the whole way: nothing of their columns is declared."""

from __future__ import annotations

import time

import pytest

from loads.world import CATALOG, SOURCE


@pytest.fixture
def crawl(world, pipeline):
    """Crawls the dataset ``orders`` with a CSV classifier of the given rules."""

    def run(**rules):
        name = pipeline.name
        world.glue.create_classifier(CsvClassifier={"Name": name, **rules})
        world.glue.create_crawler(
            Name=name,
            Role=world.loader_role,
            DatabaseName=CATALOG,
            TablePrefix=f"{name}_",
            Targets={"S3Targets": [{"Path": f"s3://{SOURCE}/{pipeline.prefix('orders')}"}]},
            Classifiers=[name],
        )
        world.glue.start_crawler(Name=name)
        deadline = time.monotonic() + 60
        while (crawler := world.glue.get_crawler(Name=name)["Crawler"])["State"] != "READY":
            assert time.monotonic() < deadline, f"crawler {name} is still {crawler['State']}"
            time.sleep(0.05)
        assert crawler["LastCrawl"]["Status"] == "SUCCEEDED", crawler["LastCrawl"]

    return run


def test_a_table_for_opencsvserde_is_read_as_its_files_are_quoted(pipeline, crawl):
    pipeline.dataset("orders")
    pipeline.put("orders", "1.csv", "Id;Name;Amount\n1;'Ann; O''Neill \"A\"';1.5\n2;'Bo\nLee';2\n")
    crawl(Delimiter=";", QuoteSymbol="'", ContainsHeader="PRESENT", Serde="OpenCSVSerDe")

    report = pipeline.run().dataset

    assert (report["status"], report["loaded"], report["quarantined"]) == ("LOADED", 2, 0)
    assert pipeline.table("orders", "id", "name", "amount") == [(1, 'Ann; O\'Neill "A"', 1.5), (2, "Bo\nLee", 2)]
