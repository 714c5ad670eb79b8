"""The whole way of a client, in one process: each script named on the command line, in turn."""

import importlib.util
import os
import runpy
import sys

# When mlflow 2.8.1 looks for a model's requirements it imports the distutils of the standard library, after which setuptools,
# which autologging needs, can no longer bring in its own.
if importlib.util.find_spec("setuptools"):
    import setuptools  # noqa: F401

for script in sys.argv[1:]:
    runpy.run_path(os.path.join(os.path.dirname(os.path.abspath(__file__)), script), run_name=script)
