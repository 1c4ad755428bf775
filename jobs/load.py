"""The script that Glue runs. All it does is in the package s3_to_redshift, which comes by --extra-py-files."""

import sys

from s3_to_redshift.main import main

main(sys.argv[1:])
