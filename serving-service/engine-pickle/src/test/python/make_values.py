#!/usr/bin/env python3
"""Makes the files of this module's tests: the same values in every protocol, by joblib, as .npy.

    pip install numpy==2.4.6 joblib==1.6.0; python src/test/python/make_values.py
"""

import io
import pathlib
import pickle
from collections import OrderedDict

import joblib
import numpy as np

ROOT = pathlib.Path(__file__).parents[1] / "resources/org/tandemml/serving/engine/pickle"
GRID = np.arange(6, dtype="f8").reshape(2, 3) / 4


def values():
    shared = [1, 2]
    return OrderedDict(
        none=None,
        flags=[True, False],
        whole=[0, 255, 65535, -1, 2**31, -(2**40), 2**100],
        real=[0.5, -0.0, float("inf"), float("nan"), 1e300],
        text=["", "naïve \u540d\u524d \U0001f600 \\u0041 \n", "x" * 300],
        raw=b"\x00\xff",
        tuples=((), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)),
        sets={3},
        shared=[shared, shared],
        slice=slice(1, None, 2),
        scalar=[np.float64(0.1), np.int32(-7), np.bool_(True), np.str_("ab"), np.float32(0.1)],
        kind=np.float64,
        grid=GRID,
        columns=np.asfortranarray(GRID),
        strided=GRID[:, ::2],
        empty=np.zeros((0, 3)),
        single=np.array(2.5),
        big=GRID.astype(">f4"),
        small=np.array([-1, 2], dtype="i1"),
        unsigned=np.array([2**64 - 1], dtype="u8"),
        half=np.array([1.5, -2.0, np.inf], dtype="f2"),
        flagged=np.array([True, False]),
        wide=np.array(["ab", "", "\u540d"]),
        narrow=np.array([b"ab", b""]),
        objects=np.array(["a", None, 1.5, 3], dtype=object),
        structure=np.array(
            [(1, 0.5, 2), (-3, 1.5, 4)],
            dtype={"names": ["a", "b", "c"], "formats": ["<i8", "<f8", "u1"], "offsets": [0, 8, 16], "itemsize": 24},
        ),
    )


def main():
    ROOT.mkdir(parents=True, exist_ok=True)
    for protocol in range(6):
        (ROOT / f"values-{protocol}.pkl").write_bytes(pickle.dumps(values(), protocol))
    joblib.dump(values(), ROOT / "values.joblib")
    buffer = io.BytesIO()
    np.save(buffer, values()["structure"])
    (ROOT / "structure.npy").write_bytes(buffer.getvalue())


if __name__ == "__main__":
    main()
