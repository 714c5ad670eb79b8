"""Experiments, runs, params, metrics, tags, artifacts and search, by the fluent API and the client."""

import math
import os
import tempfile
import uuid

import mlflow
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

client = MlflowClient()
name = "tracking-" + uuid.uuid4().hex[:8]

experiment = mlflow.set_experiment(name)
assert experiment.name == name and experiment.lifecycle_stage == "active"
assert mlflow.set_experiment(name).experiment_id == experiment.experiment_id
try:
    client.create_experiment(name)
    raise AssertionError("a taken name was accepted")
except MlflowException as e:
    assert e.error_code == "RESOURCE_ALREADY_EXISTS", e

with mlflow.start_run(run_name="first") as run:
    run_id = run.info.run_id
    mlflow.log_param("lr", 0.1)
    mlflow.log_params({"depth": 3, "kind": "a b/c"})
    mlflow.log_metric("acc", 0.5, step=0)
    mlflow.log_metric("acc", 0.9, step=1)
    mlflow.log_metrics({"loss": 0.25, "nan": float("nan"), "inf": float("inf")})
    mlflow.set_tag("team", "risk")
    mlflow.set_tags({"a": "1", "b": "2"})
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "notes é.txt")
        with open(path, "w", encoding="utf-8") as f:
            f.write("hello\n")
        mlflow.log_artifact(path)
        mlflow.log_artifact(path, "sub/folder")
    mlflow.log_text("text", "deep/er/file.txt")
    mlflow.log_dict({"k": [1, 2]}, "d.json")

read = client.get_run(run_id)
assert read.info.status == "FINISHED" and read.info.end_time >= read.info.start_time
assert read.info.run_name == "first"
assert read.data.params == {"lr": "0.1", "depth": "3", "kind": "a b/c"}, read.data.params
assert read.data.metrics["acc"] == 0.9 and read.data.metrics["loss"] == 0.25
assert math.isnan(read.data.metrics["nan"])
assert read.data.metrics["inf"] >= 1.797e308
assert read.data.tags["team"] == "risk" and read.data.tags["mlflow.runName"] == "first"

history = client.get_metric_history(run_id, "acc")
assert [(m.step, m.value) for m in history] == [(0, 0.5), (1, 0.9)], history

try:
    client.log_param(run_id, "lr", 0.2)
    raise AssertionError("a param was changed")
except MlflowException as e:
    assert e.error_code == "INVALID_PARAMETER_VALUE", e

root = {f.path: (f.is_dir, f.file_size) for f in client.list_artifacts(run_id)}
assert root["notes é.txt"] == (False, 6), root
assert root["sub"][0] and root["deep"][0] and not root["d.json"][0], root
assert [f.path for f in client.list_artifacts(run_id, "sub/folder")] == ["sub/folder/notes é.txt"]
with tempfile.TemporaryDirectory() as folder:
    local = mlflow.artifacts.download_artifacts(run_id=run_id, dst_path=folder)
    with open(os.path.join(local, "sub", "folder", "notes é.txt"), encoding="utf-8") as f:
        assert f.read() == "hello\n"

for i in range(12):
    with mlflow.start_run(run_name=f"r{i}", nested=False):
        mlflow.log_param("lr", "0.1" if i % 2 else "0.2")
        mlflow.log_metric("acc", i / 10)
        mlflow.set_tag("parity", "odd" if i % 2 else "even")

found = mlflow.search_runs(
    experiment_names=[name],
    filter_string="metrics.acc > 0.3 and params.lr = '0.1' and tags.parity LIKE 'od%'",
    order_by=["metrics.acc DESC"],
)
assert list(found["metrics.acc"]) == [1.1, 0.9, 0.7, 0.5], found["metrics.acc"]
page = client.search_runs([experiment.experiment_id], "", order_by=["metrics.acc ASC"], max_results=5)
seen = [r.info.run_id for r in page]
while page.token:
    page = client.search_runs(
        [experiment.experiment_id], "", order_by=["metrics.acc ASC"], max_results=5, page_token=page.token
    )
    seen += [r.info.run_id for r in page]
assert len(seen) == 13 and len(set(seen)) == 13, len(seen)
try:
    client.search_runs([experiment.experiment_id], "metrics.acc >> 1")
    raise AssertionError("a wrong filter was accepted")
except MlflowException as e:
    assert e.error_code == "INVALID_PARAMETER_VALUE", e

with mlflow.start_run(run_name="parent") as parent:
    with mlflow.start_run(run_name="child", nested=True) as child:
        pass
assert client.get_run(child.info.run_id).data.tags["mlflow.parentRunId"] == parent.info.run_id

client.delete_run(run_id)
assert client.get_run(run_id).info.lifecycle_stage == "deleted"
client.restore_run(run_id)
client.delete_tag(run_id, "a")
assert "a" not in client.get_run(run_id).data.tags
client.update_run(run_id, status="KILLED", name="renamed")
assert client.get_run(run_id).info.status == "KILLED"
assert client.get_run(run_id).data.tags["mlflow.runName"] == "renamed"

client.set_experiment_tag(experiment.experiment_id, "owner", "me")
assert client.get_experiment(experiment.experiment_id).tags["owner"] == "me"
client.rename_experiment(experiment.experiment_id, name + "-2")
assert client.get_experiment_by_name(name) is None
client.delete_experiment(experiment.experiment_id)
assert client.get_experiment(experiment.experiment_id).lifecycle_stage == "deleted"
client.restore_experiment(experiment.experiment_id)
names = [e.name for e in client.search_experiments(filter_string=f"name = '{name}-2'")]
assert names == [name + "-2"], names

print("OK tracking.py", mlflow.__version__)
