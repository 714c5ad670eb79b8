"""Prompts, which are registered models to a server: registered, loaded, named, tagged and found."""

import uuid

import mlflow
import mlflow.genai
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

client = MlflowClient()
suffix = uuid.uuid4().hex[:8]
name = "greeting-" + suffix
chat_name = "chat-" + suffix

first = mlflow.genai.register_prompt(
    name=name, template="Hello {{who}}.", commit_message="first", tags={"tone": "kind"}
)
assert first.version == 1, first
second = mlflow.genai.register_prompt(name=name, template="Good day, {{who}} of {{where}}.")
assert second.version == 2, second
messages = [{"role": "system", "content": "Be {{how}}."}, {"role": "user", "content": "{{ask}}"}]
mlflow.genai.register_prompt(name=chat_name, template=messages)

mlflow.genai.set_prompt_alias(name, "production", 1)
forms = {
    f"prompts:/{name}/1": 1,
    f"prompts:/{name}/2": 2,
    f"prompts:/{name}@production": 1,
    f"prompts:/{name}@latest": 2,
}
for uri, version in forms.items():
    assert mlflow.genai.load_prompt(uri).version == version, uri
one = mlflow.genai.load_prompt(name, version=1)
assert one.template == "Hello {{who}}." and one.variables == {"who"}, one
assert one.commit_message == "first" and one.tags["tone"] == "kind", one
assert one.format(who="Ada") == "Hello Ada."
chat = mlflow.genai.load_prompt(chat_name, version=1)
assert chat.template == messages and chat.variables == {"how", "ask"}, chat
for absent in (f"prompts:/{name}/9", f"prompts:/{name}@nobody", f"prompts:/nobody-{suffix}/1"):
    assert mlflow.genai.load_prompt(absent, allow_missing=True) is None, absent
try:
    mlflow.genai.load_prompt(f"prompts:/{name}/9")
    raise AssertionError("an absent version was loaded")
except MlflowException as e:
    assert e.error_code in ("RESOURCE_DOES_NOT_EXIST", "NOT_FOUND"), e

mlflow.genai.set_prompt_alias(name, "production", 2)
assert mlflow.genai.load_prompt(f"prompts:/{name}@production").version == 2
mlflow.genai.delete_prompt_alias(name, "production")
assert mlflow.genai.load_prompt(f"prompts:/{name}@production", allow_missing=True) is None

mlflow.genai.set_prompt_tag(name, "team", "risk")
assert mlflow.genai.get_prompt_tags(name)["team"] == "risk"
mlflow.genai.delete_prompt_tag(name, "team")
assert "team" not in mlflow.genai.get_prompt_tags(name)
mlflow.genai.set_prompt_version_tag(name, 1, "reviewed", "yes")
assert mlflow.genai.load_prompt(name, version=1).tags["reviewed"] == "yes"
mlflow.genai.delete_prompt_version_tag(name, 1, "reviewed")
assert "reviewed" not in mlflow.genai.load_prompt(name, version=1).tags

found = mlflow.genai.search_prompts(filter_string=f"name = '{name}'")
assert [p.name for p in found] == [name], found
assert {name, chat_name} <= {p.name for p in mlflow.genai.search_prompts(max_results=1000)}
assert name not in {m.name for m in client.search_registered_models(max_results=1000)}
if mlflow.__version__ != "3.6.0":
    versions = client.search_prompt_versions(name)
    assert sorted(int(v.version) for v in getattr(versions, "prompt_versions", versions)) == [1, 2]

with mlflow.start_run() as run:
    mlflow.genai.load_prompt(f"prompts:/{name}/2")
assert client.get_run(run.info.run_id).info.status == "FINISHED"

for version in ("1", "2"):
    client.delete_prompt_version(name, version)
client.delete_prompt(name)
assert mlflow.genai.load_prompt(f"prompts:/{name}/1", allow_missing=True) is None

print("OK prompts.py", mlflow.__version__)
