"""The whole way of a client, in one process: each script named on the command line, in turn."""

import os
import runpy
import sys

for script in sys.argv[1:]:
    runpy.run_path(os.path.join(os.path.dirname(os.path.abspath(__file__)), script), run_name=script)
