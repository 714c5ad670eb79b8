#!/usr/bin/env python3
"""Makes the models of this module's tests, with rows and XGBoost's own answers.

    pip install xgboost==3.2.0 pandas==3.1.1; python src/test/python/make_models.py
    pip install xgboost==1.7.6 "pandas<3";    python src/test/python/make_models.py

The second run makes the models in the old binary form and leaves the others. Each folder holds
model/ (an MLflow model folder), input.json, expected.csv (margins, where there are any),
expected_invocations.json (what predict of the class that made it answers, which is what MLflow's
pyfunc answers), and meta.json (the tolerance). Everything is generated from fixed seeds.
"""

import json
import math
import pathlib

import numpy as np
import pandas as pd
import xgboost as xgb

ROOT = pathlib.Path(__file__).parents[1] / "resources/org/tandemml/serving/engine/xgboost/models"
OLD = xgb.__version__.startswith("1.")
BASE = {"max_depth": 3, "seed": 7, "nthread": 1, "eta": 0.4, "tree_method": "hist" if not OLD else "exact"}


def frame(rows=300, missing=True):
    random = np.random.default_rng(1)
    data = pd.DataFrame(
        {
            "age": random.normal(40, 12, rows).round(1),
            "income": random.exponential(3, rows).round(3),
            "score x": random.integers(-3, 4, rows).astype(float),
            "city": random.integers(0, 90, rows).astype(float),
        }
    )
    y = np.sin(data.age / 9) + 0.4 * data.income + 0.2 * (data.city % 7 == 3)
    y = (y + np.random.default_rng(2).normal(0, 0.3, rows)).to_numpy()
    if missing:
        data = data.mask(np.random.default_rng(3).random(data.shape) < 0.1)
    return data, y


def thresholds(booster, name):
    trees = booster.trees_to_dataframe()
    return [float(t) for t in trees[trees.Feature == name].Split if not pd.isna(t)]


def odd_rows(booster, names, count=24):
    """Rows on thresholds, one step beside them, in binary32 and binary64, missing, far away."""
    random = np.random.default_rng(5)
    rows = []
    for _ in range(count):
        row = []
        for name in names:
            known = thresholds(booster, name) if booster else []
            near = float(np.float32(random.choice(known))) if known else float(random.integers(-1, 9))
            row.append(
                random.choice(
                    [near, float(np.nextafter(np.float32(near), np.float32(math.inf))),
                     float(np.nextafter(np.float32(near), np.float32(-math.inf))), near * (1 + 1e-12), math.nan, 0.0,
                     -1e30, float(random.integers(-2, 100)), near + 0.5]
                )
            )
        rows.append(row)
    return pd.DataFrame(rows, columns=names)


def save(name, model, file, made, rows, margins, answers, shown=None):
    folder = ROOT / name
    (folder / "model").mkdir(parents=True, exist_ok=True)
    model.save_model(folder / "model" / file)
    shown = rows if shown is None else shown
    types = ["string" if shown[c].dtype == object else "double" for c in shown]
    inputs = [{"type": t, "name": c, "required": False} for t, c in zip(types, shown)]
    lines = [
        "flavors:",
        "  xgboost:",
        f"    data: {file}",
        f"    model_class: {made}",
        f"    xgb_version: {xgb.__version__}",
        "signature:",
        f"  inputs: '{json.dumps(inputs)}'",
        "  outputs: null",
        "  params: null",
    ]
    (folder / "model/MLmodel").write_text("\n".join(lines) + "\n")
    cells = [[None if pd.isna(x) else x for x in row] for row in shown.astype(object).values.tolist()]
    split = {"columns": list(shown.columns), "data": cells}
    (folder / "input.json").write_text(json.dumps({"dataframe_split": split}) + "\n")
    margins = np.asarray(margins, dtype=np.float32).reshape(len(shown), -1)
    names = ["raw"] if margins.shape[1] == 1 else [f"raw:{i}" for i in range(margins.shape[1])]
    lines = [",".join(names)] + [",".join(repr(float(x)) for x in row) for row in margins]
    (folder / "expected.csv").write_text("\n".join(lines) + "\n")
    answers = np.asarray(answers)
    answers = answers.astype(float).tolist() if answers.dtype.kind == "f" else answers.tolist()
    (folder / "expected_invocations.json").write_text(json.dumps({"predictions": answers}) + "\n")
    (folder / "meta.json").write_text(json.dumps({"tolerance": {"absolute": 1e-7, "relative": 1e-6}}) + "\n")


def booster(name, file, params, label, rounds=5, rows=None, missing=True):
    data, y = frame(missing=missing)
    trained = xgb.train(BASE | params, xgb.DMatrix(data, label(y)), rounds)
    linear = params.get("booster") == "gblinear"
    asked = odd_rows(None if linear else trained, list(data.columns))
    matrix = xgb.DMatrix(asked)
    save(name, trained, file, "xgboost.core.Booster", asked, trained.predict(matrix, output_margin=True),
         trained.predict(matrix))


def classifier(name, file, label, **params):
    data, y = frame()
    model = xgb.XGBClassifier(n_estimators=8, **(BASE | params))
    if OLD:
        model._estimator_type = "classifier"  # newer versions of scikit-learn took it away
    model.fit(data, label(y), eval_set=[(data[:60], 1 - label(y)[:60])] if "early_stopping_rounds" in params else None,
              verbose=False)
    asked = odd_rows(model.get_booster(), list(data.columns))
    save(name, model, file, "xgboost.sklearn.XGBClassifier", asked, model.predict(asked, output_margin=True),
         model.predict(asked))


def categories():
    """Sets of categories; unseen, negative, fractional and missing ones. Plain numbers are codes."""
    data, y = frame(600, missing=False)
    y = y + data.city % 5
    types = ["float", "float", "float", "c"]
    params = BASE | {"objective": "reg:squarederror", "max_cat_to_onehot": 3, "max_depth": 4}
    trained = xgb.train(params, xgb.DMatrix(data, y, feature_types=types, enable_categorical=True), 5)
    asked = odd_rows(None, list(data.columns), 32)
    asked["city"] = [float(x) for x in range(28)] + [95.0, -1.0, -0.5, math.nan]
    matrix = xgb.DMatrix(asked, feature_types=types, enable_categorical=True)
    save("categories", trained, "model.json", "xgboost.core.Booster", asked,
         trained.predict(matrix, output_margin=True), trained.predict(matrix))


def texts():
    """A pandas column of texts: the file holds them."""
    data, y = frame(400)
    job = np.array(["chef", "clerk", "court judge", "cook"])[(data.city.fillna(0) % 4).astype(int)]
    both = pd.DataFrame({"age": data.age, "job": pd.Categorical(job)})
    matrix = xgb.DMatrix(both, (y + (job == "cook") > 1.2).astype(int), enable_categorical=True)
    trained = xgb.train(BASE | {"objective": "binary:logistic"}, matrix, 5)
    words = ["chef", "clerk", "court judge", "cook", None] * 2
    asked = pd.DataFrame({"age": [20.0, 33.3, 41, 55, 61, 12, math.nan, 35, 40, 80]})
    asked["job"] = pd.Categorical(words, categories=both.job.cat.categories)
    matrix = xgb.DMatrix(asked, enable_categorical=True)
    shown = asked.assign(job=pd.Series(words, dtype=object))
    save("texts", trained, "model.ubj", "xgboost.core.Booster", asked, trained.predict(matrix, output_margin=True),
         trained.predict(matrix), shown)


def old_outputs():
    data, y = frame()
    matrix = xgb.DMatrix(data, np.column_stack([y, -2 * y]))
    trained = xgb.train(BASE | {"objective": "reg:squarederror"}, matrix, 4)
    asked = odd_rows(trained, list(data.columns))
    matrix = xgb.DMatrix(asked)
    save("old-outputs", trained, "model.xgb", "xgboost.core.Booster", asked,
         trained.predict(matrix, output_margin=True), trained.predict(matrix))


def several_outputs():
    data, y = frame()
    targets = np.column_stack([y, -2 * y, y * y])
    params = BASE | {"objective": "reg:squarederror", "multi_strategy": "multi_output_tree"}
    trained = xgb.train(params, xgb.DMatrix(data, targets), 4)
    asked = odd_rows(None, list(data.columns))
    matrix = xgb.DMatrix(asked)
    save("vector-leaves", trained, "model.ubj", "xgboost.core.Booster", asked,
         trained.predict(matrix, output_margin=True), trained.predict(matrix))


def binary(y):
    return (y > 1).astype(int)


def main():
    if OLD:
        logistic = {"objective": "binary:logistic", "base_score": 0.3}
        booster("old-binary", "model.xgb", logistic, binary)
        booster("old-dart", "model.xgb", {"booster": "dart", "rate_drop": 0.3, "objective": "reg:gamma"},
                lambda y: np.exp(y / 3))
        booster("old-linear", "model.xgb", {"booster": "gblinear", "objective": "multi:softprob", "num_class": 3},
                lambda y: np.digitize(y, [0.5, 1.5]))
        classifier("old-early-stopping", "model.xgb", binary, early_stopping_rounds=2)
        old_outputs()
        return
    booster("binary", "model.json", {"objective": "binary:logistic"}, binary)
    booster("multiclass", "model.ubj", {"objective": "multi:softprob", "num_class": 3, "num_parallel_tree": 2,
                                        "subsample": 0.7}, lambda y: np.digitize(y, [0.5, 1.5]), 3)
    booster("softmax", "model.ubj", {"objective": "multi:softmax", "num_class": 3}, lambda y: np.digitize(y, [0.5, 1.5]), 3)
    booster("dart", "model.ubj", {"booster": "dart", "rate_drop": 0.3, "objective": "count:poisson"},
            lambda y: np.floor(np.exp(y / 3)))
    booster("linear", "model.json", {"booster": "gblinear", "objective": "reg:squarederror"}, lambda y: y)
    booster("no-missing", "model.ubj", {"objective": "reg:tweedie"}, lambda y: np.exp(y / 3), missing=False)
    classifier("early-stopping", "model.ubj", binary, early_stopping_rounds=2)
    categories()
    texts()
    several_outputs()


if __name__ == "__main__":
    main()
