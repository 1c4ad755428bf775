import json
from pathlib import Path

import pytest

from s3_to_redshift.spec import (
    Append,
    Column,
    Deletes,
    Freshness,
    History,
    Lineage,
    ListAll,
    ListFromMark,
    NotAllNull,
    Replace,
    RowCount,
    Snapshot,
    Unique,
    Upsert,
    parse,
)
from s3_to_redshift.strict import SpecError

EXAMPLES = Path(__file__).parent.parent / "spec"


@pytest.mark.parametrize("file", sorted((EXAMPLES / "good").glob("*.json")), ids=lambda file: file.stem)
def test_good_examples_are_taken(file):
    assert parse(file.read_text()).pipeline == "vega-local"


@pytest.mark.parametrize("file", sorted((EXAMPLES / "bad").glob("*.json")), ids=lambda file: file.stem)
def test_bad_examples_are_refused_with_their_path(file):
    example = json.loads(file.read_text())

    with pytest.raises(SpecError) as error:
        parse(json.dumps(example["spec"]))

    assert str(error.value).startswith(example["why"][0])
    for part in example["why"]:
        assert part in str(error.value)


def test_a_spec_becomes_dataclasses():
    spec = parse((EXAMPLES / "good" / "all-options.json").read_text())
    airports, movies, flights, _, carriers, planes = spec.datasets

    assert airports.columns[0] == Column(name="iata", type="varchar(3)")
    assert airports.load == Upsert(
        mode="upsert",
        keys=("iata",),
        order_by="updated_at",
        method="merge",
        deletes=Deletes(column="op", values=("D", "delete")),
    )
    assert airports.target.sort_keys == ("iata", "airport_name")
    assert airports.target.encodings == {"iata": "zstd", "elevation": "az64"}
    assert airports.transform.rename == {"tags": "Labels"}
    assert airports.listing == ListFromMark(mode="from-mark", overlap_hours=24, folders=1)
    assert [rule.on_fail for rule in airports.rules] == ["warn", "quarantine", "fail"]
    assert [type(check) for check in airports.checks] == [RowCount, Unique, Freshness, NotAllNull, NotAllNull]
    assert (movies.load, movies.columns, movies.max_quarantined_ratio) == (Append(mode="append"), (), 1)
    assert (flights.load, planes.load) == (Snapshot(mode="snapshot"), Replace(mode="replace"))
    assert carriers.load == History(
        mode="history", keys=("code",), valid_from="Known Since", deletes=Deletes(column="gone", values=("true",))
    )
    assert (spec.catalog_targets.database, airports.catalog_target) == ("vega_local_targets", "dev_vega_airports")
    assert spec.lineage == Lineage(namespace="vega-local", url="https://lineage.example.com/api/v1/lineage")


def test_what_may_be_left_out_has_its_defaults():
    spec = parse((EXAMPLES / "good" / "smallest.json").read_text())
    (airports,) = spec.datasets

    assert (spec.metrics_namespace, spec.lineage, spec.catalog_targets) == (None, None, None)
    assert (airports.listing, airports.evolution) == (ListAll(mode="all"), "add-columns")
    assert not airports.reloads_changed_files


def test_only_an_append_does_not_reload_changed_files_unless_told_so():
    airports, movies, flights, _, carriers, planes = parse(
        (EXAMPLES / "good" / "all-options.json").read_text()
    ).datasets

    assert not movies.reloads_changed_files
    assert all(dataset.reloads_changed_files for dataset in (airports, flights, carriers, planes))


def test_text_that_is_not_json_is_refused():
    with pytest.raises(SpecError, match=r"spec: is not JSON: .* line 1 column 2"):
        parse("{")
