"""MLflow's scoring server for several models at once: scoring.py FOLDER PORT.

Saves the models into FOLDER, one folder each, then serves each with MLflow's own application at
/models/NAME. The models answer with the numbers that they were given, so that an answer shows what
the server made of a cell; texts answer as a row of zeros with a one for their category.
"""

import os
import sys

import mlflow
import numpy as np
import pandas as pd
import uvicorn
from fastapi import FastAPI
from mlflow.models import ModelSignature
from mlflow.pyfunc import scoring_server
from mlflow.types import ColSpec, ParamSchema, ParamSpec, Schema, TensorSpec
from mlflow.types.schema import AnyType, Array, Map, Object, Property
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

TEXTS = ["", "1", "1.0", "1.5", "2024-01-02", "None", "True", "abc", "nan"]
ABSENT = -999.0


def echo(width):
    """Answers each row with itself."""
    model = LinearRegression()
    model.fit(np.zeros((1, width)), np.zeros((1, width)))
    model.coef_ = np.eye(width)
    model.intercept_ = np.zeros(width)
    return model


def columns(sample, **steps):
    """Answers each row with its columns, each as its step makes it; other columns are not read."""
    chosen = ColumnTransformer(
        [(name, step, [name]) for name, step in steps.items()], sparse_threshold=0
    )
    frame = pd.DataFrame(sample)
    width = chosen.fit_transform(frame).shape[1]
    model = make_pipeline(chosen, echo(width))
    model[0].fit(frame)
    return model


def numbers():
    return SimpleImputer(strategy="constant", fill_value=ABSENT)


def texts():
    return OneHotEncoder(
        categories=[TEXTS], handle_unknown="ignore", sparse_output=False
    )


CELLS = {
    "boolean": ("boolean", True, "passthrough"),
    "integer": ("integer", 1, "passthrough"),
    "long": ("long", 1, "passthrough"),
    "float": ("float", 1.5, numbers()),
    "double": ("double", 1.5, numbers()),
    "string": ("string", "abc", texts()),
    "datetime": ("datetime", pd.Timestamp("2024-01-02"), None),
    "binary": ("binary", b"abc", None),
    "array-long": (Array("long"), [1], None),
    "array-double": (Array("double"), [1.5], None),
    "array-string": (Array("string"), ["abc"], None),
    "array-array": (Array(Array("double")), [[1.5]], None),
    "object": (
        Object([Property("a", "long"), Property("b", "string", required=False)]),
        {"a": 1},
        None,
    ),
    "map": (Map("double"), {"a": 1.5}, None),
    "any": (AnyType(), "abc", None),
}


def models():
    for name, (kind, sample, step) in CELLS.items():
        steps = {"id": numbers()} | ({"x": step} if step else {})
        for suffix, required in (("", True), ("-optional", False)):
            schema = Schema([ColSpec("double", "id"), ColSpec(kind, "x", required)])
            yield name + suffix, columns({"id": [1.0], "x": [sample]}, **steps), ModelSignature(schema)

    several = Schema(
        [ColSpec("long", "a"), ColSpec("double", "b"), ColSpec("string", "s", required=False)]
    )
    sample = {"a": [1], "b": [1.5], "s": ["abc"]}
    yield "several", columns(sample, a="passthrough", b=numbers()), ModelSignature(several)
    one = Schema([ColSpec("double", "x")])
    yield "one", columns({"x": [1.5]}, x=numbers()), ModelSignature(one)
    yield "unnamed", echo(3), ModelSignature(Schema([ColSpec("double")] * 3))
    mixed = Schema([ColSpec("long"), ColSpec("double")])
    yield "unnamed-mixed", echo(2), ModelSignature(mixed)
    for dtype in ("float64", "float32", "int64"):
        tensor = Schema([TensorSpec(np.dtype(dtype), (-1, 3))])
        yield "tensor-" + dtype, echo(3), ModelSignature(tensor)
    fixed = Schema([TensorSpec(np.dtype("float64"), (2, 3))])
    yield "tensor-fixed", echo(3), ModelSignature(fixed)

    params = ParamSchema(
        [
            ParamSpec("whole", "long", 3),
            ParamSpec("narrow", "integer", 3),
            ParamSpec("real", "double", 0.5),
            ParamSpec("single", "float", 0.5),
            ParamSpec("flag", "boolean", True),
            ParamSpec("text", "string", "abc"),
            ParamSpec("when", "datetime", np.datetime64("2024-01-02")),
            ParamSpec("list", "long", [1, 2], (-1,)),
            ParamSpec("words", "string", ["a"], (-1,)),
        ]
    )
    yield "params", columns({"x": [1.5]}, x=numbers()), ModelSignature(one, params=params)


def main(folder, port):
    app = FastAPI()
    for name, model, signature in models():
        path = os.path.join(folder, name)
        mlflow.sklearn.save_model(
            model,
            path,
            signature=signature,
            serialization_format="cloudpickle",
            pip_requirements=[],
        )
        app.mount("/models/" + name, scoring_server.init(mlflow.pyfunc.load_model(path)))
    app.mount("/", scoring_server.init(mlflow.pyfunc.load_model(path)))
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="error")


main(*sys.argv[1:])
