import pytest

from s3_to_redshift.arguments import Arguments, parse

GLUE = ["--JOB_NAME", "job", "--JOB_RUN_ID", "jr_1", "--JOB_ID", "j_1"]


def test_arguments_as_glue_passes_them():
    argv = ["--spec_uri", "s3://shop-work/code/spec-1.json", "--enable-metrics", "true", *GLUE]

    assert parse(argv) == Arguments("job", "jr_1", "shop-work", "code/spec-1.json", ())


def test_datasets_may_be_chosen():
    assert parse([*GLUE, "--spec_uri=s3://w/s", "--datasets=airports, movies,"]).datasets == ("airports", "movies")


def test_the_task_is_to_load_unless_another_is_named():
    spec_uri = "--spec_uri=s3://w/s"

    assert parse([*GLUE, spec_uri]).task == "load"
    assert parse([*GLUE, spec_uri, "--task", "maintain"]).task == "maintain"


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (GLUE, "job argument --spec_uri is missing"),
        (["--spec_uri", "s3://w/s"], "job argument --JOB_NAME is missing"),
        ([*GLUE, "--spec_uri", "/tmp/spec"], "must be s3://bucket/key, found '/tmp/spec'"),
        ([*GLUE, "--spec_uri", "s3://bucket"], "must be s3://bucket/key"),
        ([*GLUE, "--spec_uri"], "expected one argument"),
        ([*GLUE, "--spec_uri", "s3://w/s", "--task", "vacuum"], "--task must be load or maintain, found 'vacuum'"),
    ],
)
def test_wrong_arguments_are_refused(argv, message):
    with pytest.raises(ValueError, match=message):
        parse(argv)
