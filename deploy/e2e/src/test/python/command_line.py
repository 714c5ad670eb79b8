"""The stock command line, as far as it speaks to a server: its own commands, run in this process."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid

import mlflow
import mlflow.sklearn
import numpy as np
import requests
from click.testing import CliRunner
from mlflow.cli import cli
from mlflow.tracking import MlflowClient
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

client = MlflowClient()
two = mlflow.__version__.startswith("2.")
newest = mlflow.__version__ == "3.18.0"
suffix = uuid.uuid4().hex[:8]
folder = tempfile.mkdtemp()


def invoke(*arguments):
    return CliRunner().invoke(cli, [str(a) for a in arguments])


def run(*arguments):
    result = invoke(*arguments)
    assert result.exit_code == 0, (arguments, result.output, repr(result.exception))
    return result.output


def refused(*arguments):
    result = invoke(*arguments)
    assert result.exit_code != 0, (arguments, result.output)
    return result.output + str(result.exception)


# experiments
name = "cli-" + suffix
run("experiments", "create", "-n", name)
experiment_id = client.get_experiment_by_name(name).experiment_id
assert "already exists" in refused("experiments", "create", "-n", name)
run("experiments", "create", "-n", name + "-l", "-l", "s3://bucket/" + suffix)
assert f"s3://bucket/{suffix}" in run("experiments", "search")
run("experiments", "rename", "-x", experiment_id, "--new-name", name + "-2")
assert client.get_experiment(experiment_id).name == name + "-2"
run("experiments", "delete", "-x", experiment_id)
assert f"{name}-2" not in run("experiments", "search")
assert f"{name}-2" in run("experiments", "search", "--view", "deleted_only")
assert f"{name}-2" in run("experiments", "search", "--view", "all")
run("experiments", "restore", "-x", experiment_id)
if newest:
    told = json.loads(run("experiments", "get", "-x", experiment_id, "--output", "json"))
    assert told["name"] == name + "-2" and told["lifecycle_stage"] == "active", told
    assert experiment_id in run("experiments", "get", "-n", name + "-2")
    assert "does not exist" in refused("experiments", "get", "-n", "nobody-" + suffix)
    run("experiments", "update", "-x", experiment_id, "--trace-archival-retention", "30d")

# runs
mlflow.set_experiment(experiment_id=experiment_id)
x, y = load_iris(return_X_y=True, as_frame=True)
estimator = LogisticRegression(max_iter=500).fit(x, y)
where = {"artifact_path": "model"} if two else {"name": "model"}
with mlflow.start_run(run_name="by-the-cli") as started:
    mlflow.log_param("lr", "0.1")
    mlflow.log_metric("acc", 0.75)
    mlflow.sklearn.log_model(
        estimator, **where, registered_model_name=name, pip_requirements=["scikit-learn"]
    )
run_id = started.info.run_id
assert run_id in run("runs", "list", "--experiment-id", experiment_id)
described = json.loads(run("runs", "describe", "--run-id", run_id))
assert described["data"]["params"] == {"lr": "0.1"}, described
assert described["data"]["metrics"] == {"acc": 0.75}, described
run("runs", "delete", "--run-id", run_id)
assert run_id not in run("runs", "list", "--experiment-id", experiment_id)
assert run_id in run("runs", "list", "--experiment-id", experiment_id, "--view", "deleted_only")
run("runs", "restore", "--run-id", run_id)
assert run_id in run("runs", "list", "--experiment-id", experiment_id)
assert "not found" in refused("runs", "describe", "--run-id", "0" * 32)
if newest:
    made = run("runs", "create", "--experiment-id", experiment_id, "--run-name", "made", "-t", "k=v")
    made = client.get_run(json.loads(made[made.index("{") : made.rindex("}") + 1])["run_id"])
    assert (made.info.status, made.data.tags["k"]) == ("FINISHED", "v"), made
table = os.path.join(folder, "runs.csv")
run("experiments", "csv", "-x", experiment_id, "-o", table)
with open(table, encoding="utf-8") as file:
    content = file.read()
assert run_id in content and "params.lr" in content and "metrics.acc" in content, content

# artifacts
up = os.path.join(folder, "up")
os.makedirs(os.path.join(up, "sub"))
for path in ("a.txt", "sub/b.txt"):
    with open(os.path.join(up, path), "w", encoding="utf-8") as file:
        file.write("content of " + path)
run("artifacts", "log-artifact", "-l", os.path.join(up, "a.txt"), "-r", run_id, "-a", "one")
run("artifacts", "log-artifacts", "-l", up, "-r", run_id, "-a", "all")
listed = json.loads(run("artifacts", "list", "-r", run_id, "-a", "all"))
assert [(f["path"], f["is_dir"]) for f in listed] == [("all/a.txt", False), ("all/sub", True)], listed
by_run = run("artifacts", "download", "-r", run_id, "-a", "all", "-d", os.path.join(folder, "by-run"))
uri = f"runs:/{run_id}/all/sub/b.txt"
by_uri = run("artifacts", "download", "-u", uri, "-d", os.path.join(folder, "by-uri"))
for path in (os.path.join(by_run.split("\n")[-2], "sub", "b.txt"), by_uri.split("\n")[-2]):
    with open(path, encoding="utf-8") as file:
        assert file.read() == "content of sub/b.txt"
assert refused("artifacts", "download", "-r", run_id, "-a", "nothing")

# models
for uri in (f"models:/{name}/1", f"models:/{name}/latest", f"runs:/{run_id}/model"):
    got = run("artifacts", "download", "-u", uri, "-d", os.path.join(folder, uuid.uuid4().hex))
    assert os.path.exists(os.path.join(got.split("\n")[-2], "MLmodel")), got
rows = os.path.join(folder, "rows.json")
with open(rows, "w", encoding="utf-8") as file:
    json.dump({"dataframe_split": x.head(3).to_dict(orient="split")}, file)
scored = os.path.join(folder, "scored.json")
local = ("--env-manager", "local")
run("models", "predict", "-m", f"models:/{name}/1", *local, "-i", rows, "-o", scored)
with open(scored, encoding="utf-8") as file:
    assert np.array_equal(json.load(file)["predictions"], estimator.predict(x.head(3)))

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = str(free.getsockname()[1])
command = [sys.executable, "-m", "mlflow", "models", "serve", "-m", f"models:/{name}/1", *local]
# It starts its server by name, and that server workers: a session of their own ends them all.
path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
with open(os.path.join(folder, "serve.log"), "w+", encoding="utf-8") as log:
    serving = subprocess.Popen(
        [*command, "-h", "127.0.0.1", "-p", port, "-w", "1"],
        env={**os.environ, "PATH": path},
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        end = time.monotonic() + 120
        ready = False
        while not ready:
            log.seek(0)
            assert serving.poll() is None and time.monotonic() < end, log.read()
            try:
                ready = requests.get(f"http://127.0.0.1:{port}/ping", timeout=10).ok
            except requests.ConnectionError:
                time.sleep(0.1)
        with open(rows, encoding="utf-8") as file:
            answer = requests.post(
                f"http://127.0.0.1:{port}/invocations", json=json.load(file), timeout=60
            )
        assert np.array_equal(answer.json()["predictions"], estimator.predict(x.head(3))), answer.text
    finally:
        os.killpg(serving.pid, signal.SIGTERM)
        serving.wait(timeout=60)

# What needs the database itself says so, and leaves the server's data alone.
run("runs", "delete", "--run-id", run_id)
server = os.environ["MLFLOW_TRACKING_URI"]
assert refused("gc", "--backend-store-uri", server, "--run-ids", run_id)
assert client.get_run(run_id).info.lifecycle_stage == "deleted"
run("runs", "restore", "--run-id", run_id)

# The command as a process of its own.
command = [sys.executable, "-m", "mlflow", "runs", "describe", "--run-id", run_id]
process = subprocess.run(command, capture_output=True, text=True, timeout=120)
assert process.returncode == 0 and "Traceback" not in process.stderr, process
assert json.loads(process.stdout)["info"]["run_id"] == run_id, process.stdout

print("OK command_line.py", mlflow.__version__)
