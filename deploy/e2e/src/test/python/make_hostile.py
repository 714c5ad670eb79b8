#!/usr/bin/env python3
"""Makes the hostile models of src/test/resources/models/hostile; needs nothing but Python.

    python src/test/python/make_hostile.py

Each folder holds model/ and reason.txt: a text that the reason for the refusal must hold, as it
names the place. Where a file says @outside@, the test writes the path of a file of its own that
must not be read, and that must not come to be with ".marker" behind its name.
"""

import io
import json
import pathlib
import shutil
import struct
import zipfile

HERE = pathlib.Path(__file__).resolve()
ROOT = HERE.parents[1] / "resources/models/hostile"
SERVING = HERE.parents[5] / "serving-service"
SIGNATURE = """signature:
  inputs: '[{"type": "double", "name": "a", "required": true}]'
  outputs: null
  params: null
"""
PMML = """<?xml version="1.0"?>%s
<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="a" optype="continuous" dataType="double"/>
<DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
%s</PMML>
"""
REGRESSION = """<RegressionModel functionName="regression"><MiningSchema><MiningField name="a"/>
<MiningField name="y" usageType="target"/></MiningSchema>%s
<RegressionTable intercept="%s"><NumericPredictor name="%s" coefficient="1"/></RegressionTable></RegressionModel>
"""
GOOD_PMML = PMML % ("", REGRESSION % ("", "1", "a"))


def save(name, reason, mlmodel, files):
    model = ROOT / name / "model"
    model.mkdir(parents=True)
    (ROOT / name / "reason.txt").write_text(reason + "\n")
    if mlmodel is not None:
        (model / "MLmodel").write_text(mlmodel)
    for file, content in files.items():
        (model / file).write_bytes(content if isinstance(content, bytes) else content.encode())


def flavor(name, file, key="data", more=""):
    return f"flavors:\n  {name}:\n    {key}: {file}\n{more}{SIGNATURE}"


def own(engine, name, file):
    """A good model of one of the engines' tests."""
    folder = SERVING / f"engine-{engine}/src/test/resources/org/tandemml/serving/engine/{engine}/models"
    return (folder / name / "model" / file).read_text()


def pmml(name, reason, text):
    save("pmml-" + name, reason, flavor("pmml", "model.pmml"), {"model.pmml": text})


def make_pmml():
    external = '<!DOCTYPE PMML [<!ENTITY x SYSTEM "file:@outside@">]>'
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    derived = (
        '<LocalTransformations><DerivedField name="b" optype="continuous" dataType="double">%s</DerivedField>'
        "</LocalTransformations>"
    )
    call = '<Apply function="%s"><FieldRef field="a"/></Apply>'
    node = '<Node id="%d" score="1"><True/>'
    deep = "".join(node % i for i in range(1000)) + "</Node>" * 1000
    tree = f'<TreeModel functionName="regression"><MiningSchema><MiningField name="a"/></MiningSchema>{deep}</TreeModel>'
    pmml("external-entity", "DOCTYPE", PMML % (external, REGRESSION % ("", "&x;", "a")))
    pmml("billion-laughs", "DOCTYPE", PMML % (f'<!DOCTYPE PMML [<!ENTITY l0 "ha">{laughs}]>', "&l9;"))
    pmml("function-is-a-class", "java.lang.Runtime", PMML % ("", REGRESSION % (derived % (call % "java.lang.Runtime"), "1", "b")))
    pmml("deep-nodes", "nested deeper", PMML % ("", tree))
    pmml("truncated", "line 5", GOOD_PMML[: len(GOOD_PMML) // 2])


def make_mlmodels():
    good = {"model.pmml": GOOD_PMML}
    for name, data in {"traversal": "../../outside", "absolute": "@outside@", "url": "http://127.0.0.1:9/model.pmml"}.items():
        save("mlmodel-data-" + name, "flavor 'pmml'", flavor("pmml", f"'{data}'"), good)
    save("mlmodel-code", "flavors.pmml.code", flavor("pmml", "model.pmml", more="    code: code\n"), {**good, "evil.py": ""})
    save("mlmodel-loader", "python_function", "flavors:\n  python_function: {loader_module: evil, data: x}\n", good)
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))
    save("mlmodel-alias-bomb", "MLmodel", bomb + flavor("pmml", "model.pmml"), good)
    save("mlmodel-java-tag", "MLmodel", "x: !!javax.script.ScriptEngineManager []\n" + flavor("pmml", "model.pmml"), good)
    save("mlmodel-signature", "signature's inputs", "flavors:\n  pmml: {data: model.pmml}\nsignature:\n  inputs: '[{'\n", good)
    save("mlmodel-absent", "MLmodel", None, good)


def make_pickles():
    touch = b"(Vtouch @outside@.marker\ntR."
    estimator = b"\x80\x02csklearn.linear_model._base\nLinearRegression\n)\x81}(X\x05\x00\x00\x00coef_"
    payloads = {
        "call": ("'os.system'", b"cos\nsystem\n" + touch),
        "inst": ("makes an object", b"(Vtouch @outside@.marker\nios\nsystem\n."),
        "eval": ("'builtins.eval'", b"cbuiltins\neval\n(V1\ntR."),
        "inside-estimator": ("byte 61", estimator + b"cos\nsystem\n" + touch[:-1] + b"ub."),
        "after-stop": ("byte 2", b"N." + b"cos\nsystem\n" + touch),
        "deep": ("scikit-learn", b"]" * 20000 + b"a" * 19999 + b"."),
        "long": ("byte 0", b"\x8b" + struct.pack("<i", 2**31 - 1) + b"."),
        "truncated": ("byte 61", estimator),
    }
    for name, (reason, payload) in payloads.items():
        mlmodel = flavor("sklearn", "model.pkl", "pickled_model", "    serialization_format: pickle\n")
        save("pickle-" + name, reason, mlmodel, {"model.pkl": payload})
    schema = {
        "__class__": "system", "__module__": "os", "__loader__": "ReduceNode",
        "__reduce__": {"args": {"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode",
                                "content": '"touch marker"', "is_json": True}},
        "protocol": 2, "_skops_version": "0.16.0",
    }  # fmt: skip
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(zipfile.ZipInfo("schema.json"), json.dumps(schema))
    trusted = "    serialization_format: skops\n    skops_trusted_types: [os.system]\n"
    save("skops-trusts-itself", "ReduceNode", flavor("sklearn", "model.skops", "pickled_model", trusted), {"model.skops": archive.getvalue()})


def make_trees():
    text = own("lightgbm", "binary", "model.lgb")
    start = text.index("left_child=")
    cycle = text[:start] + "left_child=0" + text[text.index(" ", start) :]
    for name, reason, content in (
        ("cycle", "Tree 0, split 0", cycle),
        ("truncated", "end of trees", text[: len(text) // 2]),
        ("leaves", "Tree 0: decision_type", text.replace("num_leaves=", "num_leaves=9", 1)),
    ):
        save("lightgbm-" + name, reason, flavor("lightgbm", "model.lgb"), {"model.lgb": content})
    booster = json.loads(own("xgboost", "binary", "model.json"))
    tree = booster["learner"]["gradient_booster"]["model"]["trees"][0]
    tree["left_children"][0] = 10**6
    deep = '{"learner":' + "[" * 20000 + "]" * 20000 + "}"
    for name, reason, content in (
        ("child", "Tree 0, node 0", json.dumps(booster)),
        ("deep", "the nesting is longer than is read", deep),
        ("truncated", "not valid JSON", json.dumps(booster)[:1000]),
    ):
        save("xgboost-" + name, reason, flavor("xgboost", "model.json"), {"model.json": content})


def field(number, content):
    """A field of a protobuf message: a number, or bytes."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    content = content.encode() if isinstance(content, str) else content
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(number):
    low, number = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + varint(number) if number else bytes([low])


def make_protobufs():
    entry = field(1, "location") + field(2, "../../outside")
    weights = field(1, 1) + field(2, 1) + field(8, "w") + field(13, entry) + field(14, 1)
    value = field(1, "a") + field(2, field(1, field(1, 11) + field(2, field(1, field(1, 1)))))
    result = field(1, "y") + field(2, field(1, field(1, 11) + field(2, field(1, field(1, 1)))))
    node = field(1, "a") + field(1, "w") + field(2, "y") + field(4, "Add")
    graph = field(1, node) + field(2, "g") + field(5, weights) + field(11, value) + field(12, result)
    onnx = field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 17))
    save("onnx-outside", "tensor 'w'", flavor("onnx", "model.onnx"), {"model.onnx": onnx})
    save("onnx-truncated", "near byte", flavor("onnx", "model.onnx"), {"model.onnx": onnx[: len(onnx) // 2]})
    tribuo = field(1, 0) + field(2, "java.lang.Runtime") + field(3, field(1, "x"))
    save("tribuo-class", "java.lang.Runtime", flavor("tribuo", "model.tribuo"), {"model.tribuo": tribuo})
    save("tribuo-noise", "Tribuo", flavor("tribuo", "model.tribuo"), {"model.tribuo": bytes(range(256)) * 8})


shutil.rmtree(ROOT, ignore_errors=True)
make_pmml()
make_mlmodels()
make_pickles()
make_trees()
make_protobufs()
