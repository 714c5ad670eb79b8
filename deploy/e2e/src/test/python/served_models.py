"""Models that a stock client logs and promotes: served with the answers of mlflow.pyfunc."""

import json
import math
import os
import time
import uuid

import lightgbm
import mlflow
import numpy as np
import onnx
import pandas as pd
import requests
import xgboost
from mlflow.models import infer_signature
from mlflow.tracking import MlflowClient
from onnx import TensorProto, helper
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

serving = os.environ["TANDEM_TEST_SERVING_URL"]
release = tuple(int(part) for part in mlflow.__version__.split(".")[:2])
writes_skops = release >= (3, 18)
client = MlflowClient()
suffix = uuid.uuid4().hex[:8]
mlflow.set_experiment("served-" + suffix)

random = np.random.default_rng(7)
rows = 120
numbers = pd.DataFrame({c: random.normal(0, 3, rows) for c in ["a", "b", "c", "d"]})
target = numbers["a"] + numbers["b"] ** 2 - numbers["c"] * numbers["d"]
binary = (target > target.median()).astype(int)
several = pd.qcut(target, 3, labels=False)
holes = numbers.copy()
holes.iloc[::7, 1] = np.nan
mixed = numbers.assign(city=random.choice(["Lima", "Cusco", "Puno"], rows))


def plain(value):
    """An answer as JSON holds it."""
    if isinstance(value, pd.DataFrame):
        return value.to_dict("records")
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (np.ndarray, pd.Series)):
        return value.tolist()
    return value


def assert_same(expected, actual, tolerance, where):
    if isinstance(expected, dict):
        assert expected.keys() == actual.keys(), (where, expected.keys(), actual)
        for key in expected:
            assert_same(expected[key], actual[key], tolerance, f"{where}.{key}")
    elif isinstance(expected, (list, np.ndarray)):
        assert len(expected) == len(actual), (where, len(expected), len(actual))
        for i, each in enumerate(expected):
            assert_same(each, actual[i], tolerance, f"{where}[{i}]")
    elif isinstance(expected, (float, np.floating)):
        assert math.isclose(expected, actual, rel_tol=tolerance, abs_tol=tolerance), (where, expected, actual)
    else:
        assert expected == actual, (where, expected, actual)


def body(data):
    if isinstance(data, np.ndarray):
        return {"inputs": data.tolist()}
    cells = data.astype(object).where(data.notna(), None)
    return {"dataframe_split": {"columns": list(data.columns), "data": cells.to_numpy().tolist()}}


def served(name):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        answer = requests.get(f"{serving}/models/{name}")
        if answer.status_code == 200 and answer.json()["state"] != "LOADING":
            assert answer.json()["state"] == "READY", answer.text
            return
        time.sleep(0.1)
    raise AssertionError(f"{name} is not loaded: {answer.text}")


def check(label, log, model, data, tolerance, predict=None, **more):
    """Logs, promotes and asks; the answer must be that of mlflow.pyfunc."""
    name = f"{label}-{suffix}"
    signature = infer_signature(data, (predict or model.predict)(data))
    where = {"artifact_path": "model"} if release[0] == 2 else {"name": "model"}
    with mlflow.start_run():
        log(
            model,
            **where,
            signature=signature,
            input_example=data[:3],
            registered_model_name=name,
            # Which packages a model needs is not what is tested, and takes long.
            pip_requirements=["mlflow"],
            **more,
        )
    client.transition_model_version_stage(name, "1", "Production")
    expected = mlflow.pyfunc.load_model(f"models:/{name}/Production").predict(data)
    served(name)
    answer = requests.post(
        f"{serving}/models/{name}/invocations",
        data=json.dumps(body(data)),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 200, (label, answer.text)
    assert answer.headers["Tandem-Model"] == f"{name}/1", answer.headers
    assert_same(plain(expected), answer.json()["predictions"], tolerance, label)


def check_sklearn():
    logistic = make_pipeline(StandardScaler(), LogisticRegression()).fit(numbers, binary)
    imputed = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression()).fit(holes, binary)
    prepared = ColumnTransformer(
        [("numbers", StandardScaler(), list(numbers.columns)), ("city", OneHotEncoder(), ["city"])]
    )
    forest = make_pipeline(prepared, RandomForestClassifier(20, random_state=1)).fit(mixed, several.astype(str))
    boosting = GradientBoostingRegressor(n_estimators=20, random_state=1).fit(numbers, target)
    log = mlflow.sklearn.log_model
    check("sklearn-default", log, logistic, numbers, 1e-12)
    for form in ("pickle", "cloudpickle"):
        check(f"sklearn-{form}-forest", log, forest, mixed, 1e-12, serialization_format=form)
        check(f"sklearn-{form}-boosting", log, boosting, numbers, 1e-12, serialization_format=form)
        check(f"sklearn-{form}-imputed", log, imputed, holes, 1e-12, serialization_format=form)
    if writes_skops:
        trusted = {"skops_trusted_types": ["sklearn.tree._tree.Tree", "numpy.dtype"]}
        check("sklearn-skops-forest", log, forest, mixed, 1e-12, **trusted)
        check("sklearn-skops-imputed", log, imputed, holes, 1e-12, **trusted)


def check_xgboost():
    params = {"objective": "binary:logistic", "max_depth": 4}
    booster = xgboost.train(params, xgboost.DMatrix(holes, binary), 12)
    classifier = xgboost.XGBClassifier(n_estimators=8, max_depth=3).fit(holes, several)
    regressor = xgboost.XGBRegressor(n_estimators=8, max_depth=3).fit(holes, target)
    log = mlflow.xgboost.log_model
    check("xgboost-booster", log, booster, holes, 1e-6, lambda x: booster.predict(xgboost.DMatrix(x)))
    check("xgboost-json", log, booster, holes, 1e-6, lambda x: booster.predict(xgboost.DMatrix(x)), model_format="json")
    check("xgboost-classifier", log, classifier, holes, 0)
    check("xgboost-regressor", log, regressor, holes, 1e-5)


def check_lightgbm():
    quiet = {"verbosity": -1, "num_leaves": 7}
    booster = lightgbm.train({**quiet, "objective": "binary"}, lightgbm.Dataset(holes, binary), 12)
    classifier = lightgbm.LGBMClassifier(n_estimators=8, **quiet).fit(holes, several)
    regressor = lightgbm.LGBMRegressor(n_estimators=8, **quiet).fit(holes, target)
    log = mlflow.lightgbm.log_model
    check("lightgbm-booster", log, booster, holes, 1e-12)
    check("lightgbm-classifier", log, classifier, holes, 0)
    check("lightgbm-regressor", log, regressor, holes, 1e-12)


def check_onnx():
    weights = helper.make_tensor("w", TensorProto.FLOAT, [4, 1], [0.5, -1.25, 2.0, 0.1])
    bias = helper.make_tensor("b", TensorProto.FLOAT, [1], [0.75])
    graph = helper.make_graph(
        [helper.make_node("Gemm", ["x", "w", "b"], ["y"])],
        "linear",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, 1])],
        [weights, bias],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    tensor = numbers.to_numpy(np.float32)
    answers = tensor @ np.array([[0.5], [-1.25], [2.0], [0.1]], np.float32) + np.float32(0.75)
    log = mlflow.onnx.log_model
    check("onnx-columns", log, model, numbers, 1e-6, lambda x: pd.DataFrame({"y": answers[:, 0]}))
    check("onnx-tensor", log, model, tensor, 1e-6, lambda x: {"y": answers})


check_sklearn()
check_xgboost()
check_lightgbm()
check_onnx()

print("OK served_models.py", mlflow.__version__)
