"""A scikit-learn model logged, registered, promoted and loaded again."""

import os
import tempfile
import uuid

import mlflow
import mlflow.sklearn
import numpy as np
import pandas as pd
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository
from mlflow.tracking import MlflowClient
from requests.exceptions import HTTPError
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

client = MlflowClient()
suffix = uuid.uuid4().hex[:8]
name = "iris-" + suffix
mlflow.set_experiment("models-" + suffix)

data = load_iris(as_frame=True)
x, y = data.data, data.target
first = LogisticRegression(max_iter=500).fit(x, y)
second = LogisticRegression(max_iter=500, C=0.01).fit(x, y)
signature = infer_signature(x, first.predict(x))
where = {"artifact_path": "model"} if mlflow.__version__.startswith("2.") else {"name": "model"}

with mlflow.start_run() as run:
    mlflow.log_param("c", 1.0)
    mlflow.log_metric("acc", first.score(x, y))
    mlflow.sklearn.log_model(
        first, **where, signature=signature, input_example=x.head(3), registered_model_name=name
    )
version = client.get_model_version(name, "1")
assert version.status == "READY" and version.current_stage == "None", version
assert version.run_id == run.info.run_id, version

with mlflow.start_run() as run2:
    info = mlflow.sklearn.log_model(second, **where, signature=signature)
registered = mlflow.register_model(f"runs:/{run2.info.run_id}/model", name)
assert int(registered.version) == 2, registered

# The files of a version are sealed; other artifacts of its run are not.
location = client.get_model_version_download_uri(name, "1")
assert location.startswith("mlflow-artifacts:/"), location
repository = get_artifact_repository(location)
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "MLmodel")
    with open(path, "w") as file:
        file.write("flavors: {}")
    try:
        repository.log_artifact(path)
        raise AssertionError("a sealed file was replaced")
    except HTTPError as e:
        assert e.response.status_code == 409 and f"{name}/1" in e.response.text, e.response.text
    client.log_artifact(run.info.run_id, path, "other")

client.transition_model_version_stage(name, "1", "Production")
loaded = mlflow.pyfunc.load_model(f"models:/{name}/Production")
assert np.array_equal(loaded.predict(x), first.predict(x))
assert loaded.metadata.signature == signature

client.transition_model_version_stage(name, "2", "production", archive_existing_versions=True)
assert client.get_model_version(name, "1").current_stage == "Archived"
latest = client.get_latest_versions(name, stages=["Production"])
assert [int(v.version) for v in latest] == [2], latest
assert np.array_equal(mlflow.pyfunc.load_model(f"models:/{name}/Production").predict(x), second.predict(x))
assert np.array_equal(mlflow.sklearn.load_model(f"models:/{name}/1").predict(x), first.predict(x))
assert np.array_equal(mlflow.pyfunc.load_model(f"models:/{name}/latest").predict(x), second.predict(x))

client.set_registered_model_alias(name, "champion", "1")
assert int(client.get_model_version_by_alias(name, "champion").version) == 1
assert np.array_equal(mlflow.pyfunc.load_model(f"models:/{name}@champion").predict(x), first.predict(x))
client.delete_registered_model_alias(name, "champion")
try:
    client.get_model_version_by_alias(name, "champion")
    raise AssertionError("a deleted alias was found")
except MlflowException as e:
    assert e.error_code == "INVALID_PARAMETER_VALUE", e

client.set_registered_model_tag(name, "task", "classification")
client.set_model_version_tag(name, "2", "reviewed", "yes")
client.update_registered_model(name, "about irises")
client.update_model_version(name, "2", "the second")
model = client.get_registered_model(name)
assert model.description == "about irises" and model.tags == {"task": "classification"}, model
assert client.get_model_version(name, "2").tags == {"reviewed": "yes"}
assert client.get_model_version(name, "2").description == "the second"
assert [m.name for m in client.search_registered_models(f"name = '{name}'")] == [name]
found = client.search_model_versions(f"name = '{name}'")
assert sorted(int(v.version) for v in found) == [1, 2], found
found = client.search_model_versions(f"run_id = '{run.info.run_id}'")
assert [int(v.version) for v in found] == [1], found

try:
    client.create_registered_model(name)
    raise AssertionError("a taken name was accepted")
except MlflowException as e:
    assert e.error_code == "RESOURCE_ALREADY_EXISTS", e

client.delete_model_version(name, "1")
third = mlflow.register_model(f"runs:/{run.info.run_id}/model", name)
assert int(third.version) == 3, third
client.rename_registered_model(name, name + "-renamed")
assert client.get_model_version(name + "-renamed", "3").name == name + "-renamed"
client.delete_registered_model(name + "-renamed")
assert client.search_registered_models(f"name = '{name}-renamed'") == []

print("OK models.py", mlflow.__version__)
