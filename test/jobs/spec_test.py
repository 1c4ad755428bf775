import json
from pathlib import Path

import pytest

from s3_to_redshift.spec import Append, Column, Upsert, parse
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
    airports, movies, *_ = parse((EXAMPLES / "good" / "all-options.json").read_text()).datasets

    assert airports.columns[0] == Column(name="iata", type="varchar(3)")
    assert airports.load == Upsert(mode="upsert", keys=("iata",), order_by="updated_at")
    assert airports.target.sort_keys == ("iata", "airport_name")
    assert (movies.load, movies.columns) == (Append(mode="append"), ())


def test_text_that_is_not_json_is_refused():
    with pytest.raises(SpecError, match=r"spec: is not JSON: .* line 1 column 2"):
        parse("{")
