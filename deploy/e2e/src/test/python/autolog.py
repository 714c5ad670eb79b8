"""Autologging, datasets, runs compared, artifacts up and down, and every form of a model's URI."""

import os
import tempfile
import uuid

import mlflow
import mlflow.sklearn
import numpy as np
from mlflow.tracking import MlflowClient
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

client = MlflowClient()
three = not mlflow.__version__.startswith("2.")
suffix = uuid.uuid4().hex[:8]
experiment = mlflow.set_experiment("autolog-" + suffix)
x, y = load_iris(return_X_y=True, as_frame=True)

mlflow.sklearn.autolog()
fitted = {}
for c in (0.01, 1.0):
    with mlflow.start_run(run_name=f"c={c}") as run:
        fitted[run.info.run_id] = LogisticRegression(max_iter=500, C=c).fit(x, y)
mlflow.sklearn.autolog(disable=True)

for run_id, estimator in fitted.items():
    read = client.get_run(run_id)
    assert read.info.status == "FINISHED", read.info
    assert read.data.params["C"] == str(estimator.C), read.data.params
    assert abs(read.data.metrics["training_score"] - estimator.score(x, y)) < 1e-12, read.data.metrics
    assert read.data.tags["estimator_name"] == "LogisticRegression", read.data.tags
    assert len(read.inputs.dataset_inputs) == 1, read.inputs
    context = {t.key: t.value for t in read.inputs.dataset_inputs[0].tags}
    assert context["mlflow.data.context"] in ("train", "training"), context
    model = mlflow.sklearn.load_model(f"runs:/{run_id}/model")
    assert np.array_equal(model.predict(x), estimator.predict(x))
    assert mlflow.models.get_model_info(f"runs:/{run_id}/model").signature is not None

weak, strong = fitted
compared = mlflow.search_runs([experiment.experiment_id], order_by=["metrics.training_score DESC"])
assert list(compared["run_id"]) == [strong, weak], compared["run_id"]
assert set(compared["params.C"]) == {"0.01", "1.0"}
better = client.search_runs(
    [experiment.experiment_id],
    f"metrics.training_score > {client.get_run(weak).data.metrics['training_score']} and params.C = '1.0'",
)
assert [r.info.run_id for r in better] == [strong]

dataset = mlflow.data.from_pandas(x.assign(target=y), name="iris", targets="target")
with mlflow.start_run() as run:
    mlflow.log_input(dataset, context="evaluation")
logged = client.get_run(run.info.run_id).inputs.dataset_inputs[0]
assert (logged.dataset.name, logged.dataset.digest) == ("iris", dataset.digest), logged.dataset
assert logged.dataset.schema and logged.dataset.profile

with tempfile.TemporaryDirectory() as folder:
    os.makedirs(os.path.join(folder, "up", "sub"))
    content = os.urandom(3_000_000)
    for path in ("a.bin", "sub/b.bin", "sub/empty"):
        with open(os.path.join(folder, "up", path), "wb") as f:
            f.write(b"" if path.endswith("empty") else content)
    client.log_artifacts(weak, os.path.join(folder, "up"), "data")
    down = client.download_artifacts(weak, "data", folder)
    for path in ("a.bin", "sub/b.bin"):
        with open(os.path.join(down, path), "rb") as f:
            assert f.read() == content
    assert os.path.getsize(os.path.join(down, "sub", "empty")) == 0
    listed = client.list_artifacts(weak, "data")
    assert sorted((f.path, f.is_dir) for f in listed) == [("data/a.bin", False), ("data/sub", True)]
    client.log_dict(weak, {"k": 1}, "conf.json")
    uri = client.get_run(weak).info.artifact_uri + "/conf.json"
    assert mlflow.artifacts.load_dict(uri) == {"k": 1}

name = "forms-" + suffix
for run_id in fitted:
    mlflow.register_model(f"runs:/{run_id}/model", name)
client.transition_model_version_stage(name, "1", "Staging")
client.transition_model_version_stage(name, "2", "Production")
client.set_registered_model_alias(name, "champion", "1")
forms = {
    f"models:/{name}/1": weak,
    f"models:/{name}/2": strong,
    f"models:/{name}/latest": strong,
    f"models:/{name}/Staging": weak,
    f"models:/{name}/production": strong,
    f"models:/{name}@champion": weak,
    f"runs:/{strong}/model": strong,
}
if three:
    ids = [o.model_id for o in client.get_run(weak).outputs.model_outputs]
    forms[f"models:/{ids[0]}"] = weak
else:
    forms[client.get_run(weak).info.artifact_uri + "/model"] = weak
for uri, run_id in forms.items():
    predicted = mlflow.pyfunc.load_model(uri).predict(x)
    assert np.array_equal(predicted, fitted[run_id].predict(x)), uri

client.delete_run(weak)
assert [r.info.run_id for r in client.search_runs([experiment.experiment_id], "params.C = '0.01'")] == []
client.restore_run(weak)
assert len(client.search_runs([experiment.experiment_id], "params.C = '0.01'")) == 1

print("OK autolog.py", mlflow.__version__)
