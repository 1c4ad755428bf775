import pytest

from s3_to_redshift.reconcile import Counts, NotReconciledError, reconcile


def test_all_rows_accounted_for():
    reconcile(Counts(read=10, loaded=4, quarantined=3, filtered=2, deduplicated=1))


def test_rows_that_a_transform_made_are_accounted_for_too():
    reconcile(Counts(read=10, derived=2, loaded=12))


@pytest.mark.parametrize("loaded", [3, 5])
def test_a_row_too_few_or_too_many_fails(loaded):
    with pytest.raises(
        NotReconciledError, match=rf"^10 rows were read and 0 derived, but .* {loaded} loaded, 3 quarantined"
    ):
        reconcile(Counts(read=10, loaded=loaded, quarantined=3, filtered=2, deduplicated=1))
