#!/usr/bin/env python3
"""Makes the models of this module's tests, with rows and LightGBM's own answers.

    pip install lightgbm==4.7.0 pandas==3.1.1 scikit-learn==1.9.1 skops==0.16.0 cloudpickle
    python src/test/python/make_models.py

Those that an older LightGBM saved, with Python 3.9:

    pip install lightgbm==3.3.5 'pandas<2' 'numpy<1.24' scikit-learn==1.0.2 cloudpickle
    python src/test/python/make_models.py old

Each folder holds model/ (an MLflow model folder), input.json, expected.csv (raw scores),
expected_invocations.json (what the model's predict answers, which is what MLflow's pyfunc answers),
and meta.json (the tolerance). Everything is generated from fixed seeds.
"""

import json
import math
import pathlib
import pickle
import sys

import cloudpickle
import lightgbm as lgb
import numpy as np
import pandas as pd

ROOT = pathlib.Path(__file__).parents[1] / "resources/org/tandemml/serving/engine/lightgbm/models"
TYPES = {"f": "double", "i": "long", "O": "string", "s": "string"}
QUIET = {"verbosity": -1, "num_threads": 1, "num_leaves": 7, "min_data_in_leaf": 5, "seed": 7}


def columns(rows=300, seed=1):
    random = np.random.default_rng(seed)
    return {
        "age": random.normal(40, 12, rows).round(1),
        "income": random.exponential(3, rows).round(3),
        "score x": random.integers(-3, 4, rows).astype(float),
        "city": random.integers(0, 90, rows).astype(float),
    }


def target(data, seed=2):
    noise = np.random.default_rng(seed).normal(0, 0.3, len(data["age"]))
    return np.sin(data["age"] / 9) + 0.4 * data["income"] + 0.2 * (data["city"] % 7 == 3) + noise


def odd_rows(booster, names, count=24):
    """Rows on thresholds, one step beside them, missing, and far away."""
    random = np.random.default_rng(5)
    trees = booster.trees_to_dataframe()
    rows = []
    for _ in range(count):
        row = []
        for name in names:
            split = trees[trees.split_feature == name.replace(" ", "_")]
            numeric = split[split.decision_type == "<="].threshold.astype(float).tolist()
            near = float(random.choice(numeric)) if numeric else float(random.integers(-1, 95))
            row.append(
                random.choice(
                    [near, np.nextafter(near, math.inf), np.nextafter(near, -math.inf), math.nan, 0.0, 1e-36, -1e30,
                     float(random.integers(-2, 100)), near + 0.5]
                )
            )
        rows.append(row)
    return pd.DataFrame(rows, columns=names)


def save(name, model, frame, raw, answers, file="model.lgb", dump=lgb.Booster.save_model):
    folder = ROOT / name
    (folder / "model").mkdir(parents=True, exist_ok=True)
    dump(model, folder / "model" / file)
    inputs = [{"type": TYPES[frame[c].dtype.kind], "name": c, "required": False} for c in frame]
    lines = [
        "flavors:",
        "  lightgbm:",
        f"    data: {file}",
        f"    lgb_version: {lgb.__version__}",
        f"    model_class: {type(model).__module__}.{type(model).__name__}",
        "signature:",
        f"  inputs: '{json.dumps(inputs)}'",
        "  outputs: null",
        "  params: null",
    ]
    (folder / "model/MLmodel").write_text("\n".join(lines) + "\n")
    cells = [[None if pd.isna(x) else x for x in row] for row in frame.astype(object).values.tolist()]
    split = {"columns": list(frame.columns), "data": cells}
    (folder / "input.json").write_text(json.dumps({"dataframe_split": split}) + "\n")
    raw = np.asarray(raw).reshape(len(frame), -1)
    names = ["raw"] if raw.shape[1] == 1 else [f"raw:{i}" for i in range(raw.shape[1])]
    lines = [",".join(names)] + [",".join(repr(float(x)) for x in row) for row in raw]
    (folder / "expected.csv").write_text("\n".join(lines) + "\n")
    (folder / "expected_invocations.json").write_text(json.dumps({"predictions": np.asarray(answers).tolist()}) + "\n")
    (folder / "meta.json").write_text(json.dumps({"tolerance": {"absolute": 1e-12, "relative": 1e-12}}) + "\n")


def numeric(name, params, label, trees=6, missing=True, drop=()):
    data = columns()
    y = label(target(data))
    frame = pd.DataFrame({k: v for k, v in data.items() if k not in drop})
    if missing:
        frame = frame.mask(np.random.default_rng(3).random(frame.shape) < 0.1)
    if params.get("zero_as_missing"):
        frame = frame.mask(np.random.default_rng(4).random(frame.shape) < 0.2, 0.0)
    train = lgb.Dataset(frame, y, free_raw_data=False)
    booster = lgb.train(QUIET | params, train, trees)
    rows = odd_rows(booster, list(frame.columns))
    save(name, booster, rows, booster.predict(rows, raw_score=True), booster.predict(rows))


def categories():
    """Bit sets of several words; unseen, negative, fractional and missing categories."""
    data = columns(600)
    frame = pd.DataFrame(data)
    params = QUIET | {"objective": "regression", "cat_smooth": 1, "min_data_per_group": 2, "max_cat_to_onehot": 2}
    train = lgb.Dataset(frame, target(data) + (data["city"] % 5), categorical_feature=["city"])
    booster = lgb.train(params, train, 6)
    rows = odd_rows(booster, list(frame.columns))
    save("categories", booster, rows, booster.predict(rows, raw_score=True), booster.predict(rows))


def texts():
    """A pandas column of texts: the file maps them to codes."""
    data = columns(400)
    jobs = pd.Categorical(np.array(["chef", "clerk", "judge", "cook"])[(data["city"] % 4).astype(int)])
    frame = pd.DataFrame({"age": data["age"], "job": jobs})
    y = (target(data) + (data["city"] % 4 == 2) > 1.2).astype(int)
    booster = lgb.train(QUIET | {"objective": "binary"}, lgb.Dataset(frame, y), 6)
    rows = odd_rows(booster, ["age", "job"], 12)
    words = ["chef", "clerk", "judge", "cook", "pilot", None] * 2
    known = [word if word in jobs.categories else None for word in words]
    rows["job"] = pd.Categorical(known, categories=jobs.categories.tolist())
    raw, answers = booster.predict(rows, raw_score=True), booster.predict(rows)
    rows["job"] = pd.Series(words, dtype=object)
    save("texts", booster, rows, raw, answers)


def cloudpickled(model, file):
    file.write_bytes(cloudpickle.dumps(model))


def pickled(model, file):
    file.write_bytes(pickle.dumps(model, protocol=2))


def skopsed(model, file):
    import skops.io

    skops.io.dump(model, file)


def wrapped(name, model, label, dump, fit=None):
    """A model of the scikit-learn interface, whose file holds more than what predict uses."""
    data = columns()
    y = label(target(data))
    frame = pd.DataFrame({k.replace(" ", "_"): v for k, v in data.items()})
    frame = frame.mask(np.random.default_rng(3).random(frame.shape) < 0.1)
    model.fit(frame, y, **(fit(frame, y) if fit else {}))
    rows = odd_rows(model.booster_, list(frame.columns))
    file = "model.skops" if dump is skopsed else "model.pkl"
    save(name, model, rows, model.predict(rows, raw_score=True), model.predict(rows), file, dump)


def wrappers(version, dumps):
    """What MLflow saves of LGBMClassifier and the like, by each way to dump it in turn."""
    words = lambda y: np.array(["low", "mid", "high"])[np.digitize(y, [0.5, 1.5])]
    yes = lambda y: np.where(y > 1, "yes", "no")
    plain = {"n_estimators": 5, "num_leaves": 5, "verbosity": -1, "n_jobs": 1, "random_state": 7}

    def early(frame, y):
        stop = lgb.early_stopping(2, verbose=False)
        return {"eval_set": [(frame.iloc[::-1], np.roll(y, 40))], "callbacks": [stop]}

    def queries(frame, y):
        return {"group": [20] * (len(frame) // 20)}

    forest = {"boosting_type": "rf", "subsample_freq": 1, "subsample": 0.7}
    cases = [
        ("classes", lgb.LGBMClassifier(**plain), words, None),
        ("two-classes", lgb.LGBMClassifier(**plain), yes, None),
        ("numbers", lgb.LGBMClassifier(**plain | forest), lambda y: np.where(y > 1, 7, -3), None),
        ("regressor", lgb.LGBMRegressor(**plain, objective="gamma"), lambda y: np.exp(y / 3), None),
        ("stopped", lgb.LGBMClassifier(**plain | {"n_estimators": 40}), words, early),
        ("ranker", lgb.LGBMRanker(**plain), lambda y: np.digitize(y, [0.5, 1.5]), queries),
    ]
    for i, (name, model, label, fit) in enumerate(cases):
        wrapped(f"{name}-{version}", model, label, dumps[i % len(dumps)], fit)


def pickled_booster(version):
    """A booster inside a pickle, stopped early: the pickle holds all trees."""
    data = columns()
    frame = pd.DataFrame({k.replace(" ", "_"): v for k, v in data.items()})
    y = target(data)
    train = lgb.Dataset(frame, y, free_raw_data=False)
    held = lgb.Dataset(frame, np.roll(y, 40), reference=train)
    options = {"valid_sets": [held], "callbacks": [lgb.early_stopping(2, verbose=False)]}
    booster = lgb.train(
        QUIET | {"objective": "regression"}, train, 40, keep_training_booster=True, **options
    )
    assert 0 < booster.best_iteration < booster.num_trees()
    rows = odd_rows(booster, list(frame.columns))
    raw = booster.predict(rows, raw_score=True)
    save(f"booster-{version}", booster, rows, raw, booster.predict(rows), "model.pkl", cloudpickled)


def main():
    version = ".".join(lgb.__version__.split(".")[:2])
    if sys.argv[1:] == ["old"]:
        wrappers(version, [cloudpickled])
        pickled_booster(version)
        return
    numeric("binary", {"objective": "binary"}, lambda y: (y > 1).astype(int))
    numeric("multiclass", {"objective": "multiclass", "num_class": 3}, lambda y: np.digitize(y, [0.5, 1.5]), 4)
    numeric("linear-tree", {"objective": "regression", "linear_tree": True}, lambda y: y, 4)
    numeric("zero-as-missing", {"objective": "regression", "zero_as_missing": True}, lambda y: y)
    numeric("no-missing", {"objective": "gamma"}, lambda y: np.exp(y / 3), missing=False)
    forest = {"objective": "binary", "boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.7}
    numeric("forest", forest, lambda y: (y > 1).astype(int))
    categories()
    texts()
    wrappers(version, [skopsed, cloudpickled, pickled])
    pickled_booster(version)


if __name__ == "__main__":
    main()
