"""Traces, which the server does not take: a client that makes them loses nothing else by it."""

import subprocess
import sys

import mlflow

PROGRAM = """
import logging
import uuid

import mlflow
import mlflow.sklearn
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

mlflow.set_experiment("traced-" + uuid.uuid4().hex[:8])
mlflow.sklearn.autolog(log_models=False)


@mlflow.trace
def add(a, b):
    with mlflow.start_span("inner") as span:
        span.set_inputs({"a": a})
        return a + b


x, y = load_iris(return_X_y=True, as_frame=True)
with mlflow.start_run() as run:
    LogisticRegression(max_iter=500).fit(x, y)
    assert add(1, 2) == 3
assert add(3, 4) == 7


@mlflow.trace
def fail():
    raise ValueError("on purpose")


try:
    fail()
except ValueError:
    pass
read = mlflow.get_run(run.info.run_id)
assert read.info.status == "FINISHED" and read.data.params["max_iter"] == "500", read
print("PROGRAM ENDED")
"""

process = subprocess.run(
    [sys.executable, "-c", PROGRAM],
    capture_output=True,
    text=True,
    timeout=60,
)
assert process.returncode == 0, process
assert process.stdout.strip().endswith("PROGRAM ENDED"), process
assert "Traceback" not in process.stderr and "Traceback" not in process.stdout, process.stderr

print("OK traces.py", mlflow.__version__)
