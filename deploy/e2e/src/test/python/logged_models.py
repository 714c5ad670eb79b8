"""Logged models, as MLflow 3 clients make and find them."""

import uuid

import mlflow
import mlflow.sklearn
import numpy as np
from mlflow.tracking import MlflowClient
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

client = MlflowClient()
experiment = mlflow.set_experiment("logged-" + uuid.uuid4().hex[:8])
x, y = load_iris(return_X_y=True, as_frame=True)
estimator = LogisticRegression(max_iter=500).fit(x, y)

with mlflow.start_run() as run:
    mlflow.log_param("c", 1.0)
    for step in range(3):
        mlflow.log_metric("acc", step / 10, step=step)
    info = mlflow.sklearn.log_model(estimator, name="clf", step=2, params={"extra": "yes"})
    dataset = mlflow.data.from_pandas(x, name="iris")
    mlflow.log_input(dataset, context="training")
    mlflow.log_metric("test_acc", 0.75, model_id=info.model_id, dataset=dataset)

logged = mlflow.get_logged_model(info.model_id)
assert logged.status == "READY" and logged.name == "clf", logged
assert logged.source_run_id == run.info.run_id, logged
assert logged.params["extra"] == "yes", logged.params
assert any(m.key == "test_acc" and m.value == 0.75 for m in logged.metrics), logged.metrics

run_read = client.get_run(run.info.run_id)
assert [o.model_id for o in run_read.outputs.model_outputs] == [info.model_id], run_read.outputs
assert [d.dataset.name for d in run_read.inputs.dataset_inputs] == ["iris"], run_read.inputs

found = mlflow.search_logged_models(
    experiment_ids=[experiment.experiment_id],
    filter_string="name = 'clf' AND metrics.test_acc > 0.5",
    output_format="list",
)
assert [m.model_id for m in found] == [info.model_id], found

client.set_logged_model_tags(info.model_id, {"k": "v"})
assert mlflow.get_logged_model(info.model_id).tags["k"] == "v"
client.delete_logged_model_tag(info.model_id, "k")
assert "k" not in mlflow.get_logged_model(info.model_id).tags
assert np.array_equal(mlflow.pyfunc.load_model(f"models:/{info.model_id}").predict(x), estimator.predict(x))
assert np.array_equal(mlflow.pyfunc.load_model(info.model_uri).predict(x), estimator.predict(x))
assert np.array_equal(
    mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/clf").predict(x), estimator.predict(x)
)

registered = mlflow.register_model(info.model_uri, "logged-" + info.model_id[2:10])
assert registered.run_id == run.info.run_id, registered

draft = client.create_logged_model(experiment.experiment_id, name="draft")
assert draft.status == "PENDING", draft
client.finalize_logged_model(draft.model_id, "FAILED")
assert mlflow.get_logged_model(draft.model_id).status == "FAILED"
client.delete_logged_model(draft.model_id)

print("OK logged_models.py", mlflow.__version__)
