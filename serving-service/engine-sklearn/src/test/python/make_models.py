#!/usr/bin/env python3
"""Makes the models of this module's tests, with rows and scikit-learn's own answers.

    pip install scikit-learn==1.9.1 pandas==3.1.1 skops==0.16.0 cloudpickle joblib
    python src/test/python/make_models.py

Each folder holds model/ (what MLflow would save, as far as it is read), input.json, expected.csv
(probabilities), expected_invocations.json (what predict answers), and meta.json (the tolerance).
Everything is generated from fixed seeds.
"""

import json
import pathlib
import pickle

import joblib
import numpy as np
import pandas as pd
import sklearn
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.ensemble import GradientBoostingRegressor, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

ROOT = pathlib.Path(__file__).parents[1] / "resources/org/tandemml/serving/engine/sklearn/models"


def frame(rows=200):
    random = np.random.default_rng(1)
    data = pd.DataFrame(
        {
            "age": random.normal(40, 12, rows).round(1),
            "income": random.exponential(3, rows).round(3),
            "city": random.choice(["Lima", "Cusco", "Puno"], rows).astype(object),
        }
    )
    score = data.age / 40 + data.income / 3 + (data.city == "Puno")
    return data, score + random.normal(0, 0.2, rows)


def prepared(last, missing):
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    texts = OneHotEncoder(handle_unknown="ignore")
    columns = [("numbers", numbers, ["age", "income"]), ("texts", texts, ["city"])]
    return Pipeline([("columns", ColumnTransformer(columns)), ("model", last)])


def save(name, model, data, dump, file, form, scores=True, tolerance=1e-12, asked=None):
    folder = ROOT / name
    (folder / "model").mkdir(parents=True, exist_ok=True)
    dump(model, folder / "model" / file)
    types = {"O": "string", "b": "boolean", "i": "long", "f": "double"}
    kinds = {c: "float" if data[c].dtype == np.float32 else types[data[c].dtype.kind] for c in data}
    inputs = [{"type": kinds[c], "name": c, "required": True} for c in data]
    (folder / "model" / "MLmodel").write_text(
        "flavors:\n"
        "  python_function:\n    predict_fn: predict\n"
        f"  sklearn:\n    pickled_model: {file}\n    serialization_format: {form}\n"
        f"    sklearn_version: {sklearn.__version__}\n"
        f"signature:\n  inputs: '{json.dumps(inputs)}'\n  outputs: null\n  params: null\n"
    )
    rows = data.astype(object).where(data.notna(), None)
    split = {"columns": list(data), "data": rows.values.tolist()}
    (folder / "input.json").write_text(json.dumps({"dataframe_split": split}) + "\n")
    asked = data if asked is None else asked
    answers = {"predictions": model.predict(asked).tolist()}
    (folder / "expected_invocations.json").write_text(json.dumps(answers) + "\n")
    if scores and hasattr(model, "predict_proba"):
        table = pd.DataFrame(model.predict_proba(asked).astype(float), columns=[f"p:{c}" for c in model.classes_])
        table.to_csv(folder / "expected.csv", index=False)
    elif scores and hasattr(model, "decision_function"):
        raw = model.decision_function(asked).reshape(len(data), -1)
        table = pd.DataFrame(raw, columns=[f"raw:{i}" for i in range(raw.shape[1])])
        table.to_csv(folder / "expected.csv", index=False)
    meta = {"tolerance": {"absolute": tolerance, "relative": tolerance}}
    (folder / "meta.json").write_text(json.dumps(meta) + "\n")


def pickled(protocol):
    return lambda model, file: file.write_bytes(pickle.dumps(model, protocol))


def skopsed(model, file):
    import skops.io

    skops.io.dump(model, file)


def main():
    data, score = frame()
    labels = np.where(score > 2.6, "high", np.where(score > 1.8, "mid", "low"))
    rows = data.head(12).copy()
    rows.loc[0, "city"] = "nowhere"
    rows.loc[1, "age"] = np.nan
    numbers = data[["age", "income"]]

    forest = RandomForestClassifier(4, max_depth=3, random_state=1)
    save("forest", prepared(forest, True).fit(data, labels), rows, pickled(5), "model.pkl", "pickle")
    logistic = make_pipeline(StandardScaler(), LogisticRegression()).fit(numbers, score > 2)
    save("logistic", logistic, numbers.head(12), skopsed, "model.skops", "skops")
    boosting = GradientBoostingRegressor(n_estimators=5, max_depth=2, random_state=1)
    boosting.fit(numbers, score)
    save("boosting", boosting, numbers.head(12), joblib.dump, "model.pkl", "joblib")
    hist = HistGradientBoostingClassifier(max_iter=3, max_leaf_nodes=4, random_state=1)
    hist.fit(numbers, labels)
    save("hist", hist, rows[["age", "income"]], pickled(2), "model.pkl", "pickle")
    plain = make_pipeline(StandardScaler(), LogisticRegression()).fit(numbers, labels)
    save("protocol-0", plain, numbers.head(12), pickled(0), "model.pkl", "pickle")
    codes = data.assign(city=data.city.map({"Lima": 0.0, "Cusco": 1.0, "Puno": 2.0}))
    coded = HistGradientBoostingClassifier(
        max_iter=3, max_leaf_nodes=4, categorical_features=["city"], random_state=1
    )
    coded.fit(codes, labels)
    strange = codes.head(12).copy()
    strange.loc[0, "city"] = 77.0
    strange.loc[1, "city"] = np.nan
    save("hist-categories", coded, strange, skopsed, "model.skops", "skops")
    four = np.where(score > 3.2, "top", labels)
    pairs = make_pipeline(StandardScaler(), SVC(decision_function_shape="ovo"))
    pairs.fit(numbers.head(60), four[:60])
    save("svc-pairs", pairs, numbers.head(12), pickled(4), "model.pkl", "pickle")
    chosen = ColumnTransformer([("n", StandardScaler(), make_column_selector(dtype_include="number"))])
    chosen = make_pipeline(chosen, LogisticRegression()).fit(data, labels)
    save("selector", chosen, data.head(12), pickled(3), "model.pkl", "pickle")


if __name__ == "__main__":
    main()
