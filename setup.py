"""Ship the top-level `sql/` and `runbooks/` folders inside the package, beside the code that reads them."""

from setuptools import find_packages, setup

setup(packages=[*find_packages(include=["opskit", "opskit.*"]), "opskit.sql", "opskit.runbooks"])
