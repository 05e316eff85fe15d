"""Ship the top-level `sql/` and `runbooks/` folders inside the package, beside the code that reads them; and the
scripts of the checks, with which `opskit monitor prove` breaks a throwaway database."""

from setuptools import find_packages, setup

OURS = find_packages(include=["opskit", "opskit.*"])
setup(packages=[*OURS, "opskit.sql", "opskit.runbooks", "opskit.scripts"])
