"""Prints, one a line, what of the Python packages given as arguments this interpreter's environment does not have.

A package is given as pip takes it: NAME, NAME==VERSION and so on.
"""

import sys
from importlib.metadata import PackageNotFoundError, version

from packaging.requirements import InvalidRequirement, Requirement

for given in sys.argv[1:]:
    try:
        wanted = Requirement(given)
        found = version(wanted.name)
    except InvalidRequirement:
        print(f"{given} (no name of a package)")
    except PackageNotFoundError:
        print(given)
    else:
        if not wanted.specifier.contains(found, prereleases=True):
            print(f"{given} (it has {found})")
