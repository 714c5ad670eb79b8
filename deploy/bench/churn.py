#!/usr/bin/env python3
"""Trains the bank-churn pipelines that deploy/bench/run sklearn measures, and times scikit-learn itself.

    python churn.py FOLDER

FOLDER/forest, FOLDER/logistic and FOLDER/linear (a logistic regression of 20 numbers without a
pipeline) become model folders with the rows and scikit-learn's answers; for each a line is printed: its name, microseconds for one row, microseconds a row in a batch of 1,000.
"""

import json
import pathlib
import pickle
import statistics
import sys
import time

import numpy as np
import pandas as pd
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

TEXTS = ["Geography", "Gender"]


def customers(rows=5000):
    random = np.random.default_rng(1)
    data = pd.DataFrame(
        {
            "CreditScore": random.normal(650, 95, rows).round(),
            "Geography": random.choice(["France", "Spain", "Germany"], rows).astype(object),
            "Gender": random.choice(["Female", "Male"], rows).astype(object),
            "Age": random.normal(39, 10, rows).round(),
            "Tenure": random.integers(0, 11, rows).astype(float),
            "Balance": np.maximum(0, random.normal(76000, 62000, rows)).round(2),
            "NumOfProducts": random.integers(1, 5, rows).astype(float),
            "HasCrCard": random.integers(0, 2, rows).astype(float),
            "IsActiveMember": random.integers(0, 2, rows).astype(float),
            "EstimatedSalary": random.uniform(0, 200000, rows).round(2),
        }
    )
    odds = (data.Age - 45) / 8 + (data.Geography == "Germany") - data.IsActiveMember + (data.NumOfProducts > 2)
    return data, (odds + random.logistic(size=rows) > 0).astype(int)


def measurements(rows=5000):
    random = np.random.default_rng(2)
    data = pd.DataFrame({f"feature_{i}": random.uniform(-3, 3, rows) for i in range(20)})
    return data, (data @ random.normal(size=20) + random.logistic(size=rows) > 0).astype(int)


def microseconds(model, data, times):
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        model.predict(data)
        taken.append((time.perf_counter() - begin) * 1e6)
    return statistics.median(taken) / len(data)


def save(folder, model, rows):
    folder.mkdir(parents=True)
    (folder / "model.pkl").write_bytes(pickle.dumps(model))
    inputs = [{"type": "string" if c in TEXTS else "double", "name": c, "required": True} for c in rows]
    (folder / "MLmodel").write_text(
        "flavors:\n  sklearn:\n    pickled_model: model.pkl\n"
        f"    sklearn_version: {sklearn.__version__}\n"
        f"signature:\n  inputs: '{json.dumps(inputs)}'\n  outputs: null\n  params: null\n"
    )
    body = {"dataframe_split": {"columns": list(rows), "data": rows.values.tolist()}}
    (folder / "rows.json").write_text(json.dumps(body))
    (folder / "expected.txt").write_text(" ".join(str(label) for label in model.predict(rows)))


def measure(folder, model, rows):
    save(folder, model, rows)
    single = microseconds(model, rows.head(1), 50)
    print(folder.name, round(single), round(microseconds(model, rows, 20), 2), flush=True)


def main():
    folder = pathlib.Path(sys.argv[1])
    data, left = customers()
    for name, last in {
        "forest": RandomForestClassifier(100, random_state=1),
        "logistic": LogisticRegression(max_iter=1000),
    }.items():
        numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
        texts = make_pipeline(
            SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")
        )
        rest = [column for column in data if column not in TEXTS]
        split = ColumnTransformer([("numbers", numbers, rest), ("texts", texts, TEXTS)])
        model = make_pipeline(split, last).fit(data, left)
        measure(folder / name, model, data.head(1000))
    numbers, labels = measurements()
    measure(folder / "linear", LogisticRegression().fit(numbers, labels), numbers.head(1000))


if __name__ == "__main__":
    main()
