from __future__ import annotations

import pytest

from s3_to_redshift.evolve import SchemaDifferenceError, evolve
from s3_to_redshift.plan import TargetColumn
from s3_to_redshift.spec import Append, Dataset, Target
from s3_to_redshift.types import target_type


def dataset(evolution: str) -> Dataset:
    return Dataset(Append("append"), Target("s", "t"), "csv", "d", "p/", "t", evolution=evolution)


def column(name: str, glue: str) -> TargetColumn:
    return TargetColumn(name, target_type(glue))


def varchar(name: str, size: int) -> list[object]:
    return [name, "character varying", size, None, None]


INTEGER = ["n", "integer", None, 32, 0]


def types(evolution) -> list[str]:
    return [column.type.sql for column in evolution.columns]


def test_a_missing_table_is_created_with_the_columns_of_the_load():
    evolution = evolve(dataset("strict"), [column("n", "int")], [])

    assert (types(evolution), evolution.changes, evolution.alone) == (["INTEGER"], (), ())


def test_a_new_column_is_added_in_the_transaction():
    evolution = evolve(dataset("add-columns"), [column("n", "int"), column("b", "date")], [INTEGER])

    assert [[step.sql for step in group] for group in evolution.changes] == [
        ['ALTER TABLE "s"."t" ADD COLUMN "b" DATE'],
    ]


def test_strict_refuses_a_new_column_with_the_sql_that_adds_it():
    with pytest.raises(
        SchemaDifferenceError,
        match=r"evolution is 'strict'\): b is not in the table; .*: ALTER TABLE .s.\..t. ADD COLUMN .b. DATE",
    ):
        evolve(dataset("strict"), [column("b", "date")], [INTEGER])


@pytest.mark.parametrize("how", ["strict", "add-columns", "widen"])
def test_columns_that_only_the_table_has_are_left_alone(how):
    evolution = evolve(dataset(how), [column("n", "int")], [INTEGER, varchar("more", 10)])

    assert (types(evolution), evolution.changes) == (["INTEGER"], ())


@pytest.mark.parametrize("how", ["strict", "add-columns", "widen"])
@pytest.mark.parametrize(
    ("glue", "there", "loaded"),
    [
        ("smallint", INTEGER, "INTEGER"),
        ("int", ["n", "numeric", None, 12, 2], "DECIMAL(12,2)"),
        ("decimal(10,2)", ["n", "numeric", None, 12, 3], "DECIMAL(12,3)"),
        ("float", ["n", "double precision", None, 53, None], "DOUBLE PRECISION"),
        ("varchar(5)", varchar("n", 10), "VARCHAR(10)"),
        ("string", varchar("n", 10), "VARCHAR(10)"),
        ("date", ["n", "timestamp without time zone", None, None, None], "TIMESTAMP"),
        ("timestamp", ["n", "timestamp with time zone", None, None, None], "TIMESTAMPTZ"),
        ("array<int>", ["n", "super", None, None, None], "SUPER"),
        ("array<int>", varchar("n", 100), "VARCHAR(100)"),
    ],
)
def test_values_are_loaded_as_the_wider_type_of_the_table(how, glue, there, loaded):
    evolution = evolve(dataset(how), [column("n", glue)], [there])

    assert (types(evolution), evolution.changes, evolution.alone) == ([loaded], (), ())


def test_a_varchar_grows_in_place_outside_the_transaction():
    evolution = evolve(dataset("widen"), [column("n", "varchar(20)")], [varchar("n", 10)])

    assert [step.sql for step in evolution.alone] == ['ALTER TABLE "s"."t" ALTER COLUMN "n" TYPE VARCHAR(20)']
    assert (types(evolution), evolution.changes) == (["VARCHAR(20)"], ())


@pytest.mark.parametrize(
    ("glue", "there", "wider"),
    [
        ("bigint", INTEGER, "BIGINT"),
        ("double", ["n", "real", None, 24, None], "DOUBLE PRECISION"),
        ("timestamp", ["n", "date", None, None, None], "TIMESTAMP"),
        ("decimal(10,4)", ["n", "numeric", None, 10, 2], "DECIMAL(12,4)"),
        ("decimal(5,2)", INTEGER, "DECIMAL(12,2)"),
        ("bigint", ["n", "numeric", None, 10, 2], "DECIMAL(21,2)"),
    ],
)
def test_other_types_grow_by_a_copy_of_the_column(glue, there, wider):
    evolution = evolve(dataset("widen"), [column("n", glue)], [there])

    assert [step.sql for step in evolution.changes[0]] == [
        f'ALTER TABLE "s"."t" ADD COLUMN "s3_to_redshift_n" {wider}',
        f'UPDATE "s"."t" SET "s3_to_redshift_n" = CAST("n" AS {wider})',
        'ALTER TABLE "s"."t" DROP COLUMN "n"',
        'ALTER TABLE "s"."t" RENAME COLUMN "s3_to_redshift_n" TO "n"',
    ]
    assert types(evolution) == [wider]


@pytest.mark.parametrize("how", ["strict", "add-columns"])
def test_a_wider_type_is_refused_unless_columns_may_widen(how):
    with pytest.raises(
        SchemaDifferenceError, match=r"n is INTEGER in the table and BIGINT in the files; to change it: ALTER TABLE"
    ):
        evolve(dataset(how), [column("n", "bigint")], [INTEGER])


@pytest.mark.parametrize(
    ("glue", "there"),
    [
        ("string", INTEGER),
        ("int", varchar("n", 10)),
        ("double", ["n", "numeric", None, 10, 2]),
        ("bigint", ["n", "double precision", None, 53, None]),
        ("decimal(38,10)", ["n", "numeric", None, 38, 0]),
        ("string", ["n", "super", None, None, None]),
        ("boolean", INTEGER),
        ("date", INTEGER),
    ],
)
def test_a_change_that_could_lose_data_is_always_refused(glue, there):
    with pytest.raises(SchemaDifferenceError, match=r"n is .* in the table and .* in the files; to change it: "):
        evolve(dataset("widen"), [column("n", glue)], [there])


def test_all_differences_are_named_at_once():
    with pytest.raises(SchemaDifferenceError, match=r"a is not in the table.*n is INTEGER in the table"):
        evolve(dataset("strict"), [column("a", "int"), column("n", "string")], [INTEGER])
