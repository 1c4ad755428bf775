import pytest

from s3_to_redshift.arguments import Arguments, parse

GLUE = ["--JOB_NAME", "job", "--JOB_RUN_ID", "jr_1", "--JOB_ID", "j_1"]


def test_arguments_as_glue_passes_them():
    argv = ["--spec_uri", "s3://shop-work/code/spec-1.json", "--enable-metrics", "true", *GLUE]

    assert parse(argv) == Arguments("job", "jr_1", "shop-work", "code/spec-1.json", ())


def test_datasets_may_be_chosen():
    assert parse([*GLUE, "--spec_uri=s3://w/s", "--datasets=airports, movies,"]).datasets == ("airports", "movies")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (GLUE, "job argument --spec_uri is missing"),
        (["--spec_uri", "s3://w/s"], "job argument --JOB_NAME is missing"),
        ([*GLUE, "--spec_uri", "/tmp/spec"], "must be s3://bucket/key, found '/tmp/spec'"),
        ([*GLUE, "--spec_uri", "s3://bucket"], "must be s3://bucket/key"),
        ([*GLUE, "--spec_uri"], "expected one argument"),
    ],
)
def test_wrong_arguments_are_refused(argv, message):
    with pytest.raises(ValueError, match=message):
        parse(argv)
