#!/usr/bin/env python3
"""Makes models of rows in binary32, where rounding decides which way a row goes, with scikit-learn's answers.

    pip install scikit-learn==1.9.1 pandas==3.1.1 skops==0.16.0 cloudpickle joblib
    python src/test/python/make_binary32_models.py

and the same of scikit-learn 1.3.2 with numpy 1.26.4. The folders are those of make_models.py, with
scikit-learn's version in their names. Neighbouring numbers have labels by chance, so trees that are
grown to the end have a threshold between any two, which a bit more or less steps over.
"""

import numpy as np
import pandas as pd
import sklearn
from make_models import pickled, save
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import VarianceThreshold
from sklearn.impute import SimpleImputer
from sklearn.pipeline import FeatureUnion, make_pipeline, make_union
from sklearn.preprocessing import (
    Binarizer,
    MaxAbsScaler,
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    QuantileTransformer,
    RobustScaler,
    StandardScaler,
)
from sklearn.tree import DecisionTreeClassifier

VERSION = ".".join(sklearn.__version__.split(".")[:2])
ROWS = 80


def neighbours(random, *starts):
    """Numbers of binary32, each one of the next few above the one before, from each start."""
    parts = []
    for start in starts:
        steps = np.cumsum(random.integers(1, 4, ROWS // len(starts)))
        parts.append((np.float32(start).view(np.int32) + steps).astype(np.int32).view(np.float32))
    return random.permutation(np.concatenate(parts))


def main():
    random = np.random.default_rng(7)
    narrow = pd.DataFrame(
        {
            "a": neighbours(random, 0.7, 2.9),
            "b": neighbours(random, 13.1, -57.3),
            "c": random.choice(np.float32([0.1, 0.3, 5]), ROWS),
        }
    )
    wide = narrow.astype(np.float64) * [1 + 1e-9, 1 + 1e-9, 1]
    labels = random.choice(["no", "yes"], ROWS)
    tree = lambda: DecisionTreeClassifier(random_state=1)
    scaled = lambda: make_pipeline(SimpleImputer(), StandardScaler())
    steps = {
        "standard": StandardScaler(),
        "min-max": MinMaxScaler((-0.9, 0.7), clip=True),
        "max-abs": MaxAbsScaler(),
        "robust": RobustScaler(),
        "polynomial": make_pipeline(StandardScaler(), PolynomialFeatures(3)),
        "quantiles": QuantileTransformer(n_quantiles=30),
        "quantiles-normal": QuantileTransformer(n_quantiles=30, output_distribution="normal"),
        "binary": make_union(Binarizer(threshold=0.1), StandardScaler()),
        "variance": make_pipeline(VarianceThreshold(1e-14), StandardScaler()),
        "split": ColumnTransformer([("n", scaled(), ["b", "a"]), ("c", "passthrough", ["c"])]),
        "codes": make_pipeline(
            ColumnTransformer([("n", StandardScaler(), ["a", "b"]), ("c", OneHotEncoder(dtype=np.float32), ["c"])]),
            MinMaxScaler(),
        ),
        "wide-codes": make_pipeline(
            ColumnTransformer([("n", StandardScaler(), ["a", "b"]), ("c", OrdinalEncoder(), ["c"])]),
            MinMaxScaler(),
        ),
    }
    if VERSION == "1.9":
        steps["max-abs-clip"] = make_pipeline(MaxAbsScaler(clip=True), StandardScaler())
    else:
        steps = {name: steps[name] for name in ("standard", "polynomial", "split")}
    narrow.loc[5, "b"] = np.nan
    filled = narrow.fillna(narrow.b.median())
    for name, step in steps.items():
        full = narrow if name == "split" else filled
        for fitted, data in (("narrow", full), ("wide", wide)):
            model = make_pipeline(sklearn.clone(step), tree()).fit(data, labels)
            save(f"binary32-{name}-{fitted}-{VERSION}", model, full, pickled(5), "model.pkl", "pickle")
    mixed = filled.assign(d=1.5)
    forest = RandomForestClassifier(5, random_state=1)
    for name, step in (("mixed", VarianceThreshold(1e-14)), ("union", FeatureUnion([("p", "passthrough")]))):
        model = make_pipeline(step, StandardScaler(), forest).fit(mixed, labels)
        save(f"binary32-{name}-{VERSION}", model, mixed, pickled(5), "model.pkl", "pickle")


if __name__ == "__main__":
    main()
