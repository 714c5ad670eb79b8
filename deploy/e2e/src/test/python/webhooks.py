"""Webhooks: the six calls of the stock client, and signed messages at a receiver of ours."""

import base64
import hashlib
import hmac
import json
import queue
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import get_args

from mlflow.entities.webhook import WebhookEventStr, WebhookStatus
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

client = MlflowClient()
suffix = uuid.uuid4().hex[:8]
secret = "secret-" + suffix
received = queue.Queue()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        name = json.loads(body)["data"].get("name", "example")
        # Other clients change models of theirs on the same server meanwhile.
        if suffix in name or "example" in name:
            received.put((dict(self.headers.items()), body))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/hook"


def told(event):
    headers, body = received.get(timeout=60)
    headers = {name.lower(): value for name, value in headers.items()}
    signed = f"{headers['x-mlflow-delivery-id']}.{headers['x-mlflow-timestamp']}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    assert headers["x-mlflow-signature"] == "v1," + base64.b64encode(digest).decode(), headers
    message = json.loads(body)
    assert f"{message['entity']}.{message['action']}" == event, (event, message)
    return message["data"]


every = list(get_args(WebhookEventStr))
hook = client.create_webhook(
    name="hook-" + suffix, url=url, events=every, description="all of it", secret=secret
)
assert hook.status == WebhookStatus.ACTIVE and hook.secret is None, hook
assert [str(e) for e in hook.events] == sorted(every), hook.events
assert repr(client.get_webhook(hook.webhook_id)) == repr(hook)
other = client.create_webhook(
    name="hook-" + suffix, url=url, events=["model_version.created"], status="DISABLED"
)
listed = [w.webhook_id for w in client.list_webhooks()]
assert listed[:2] == [other.webhook_id, hook.webhook_id], listed
page = client.list_webhooks(max_results=1)
assert [w.webhook_id for w in page] == [other.webhook_id] and page.token
page = client.list_webhooks(max_results=1, page_token=page.token)
assert [w.webhook_id for w in page] == [hook.webhook_id]

for event in every:
    result = client.test_webhook(hook.webhook_id, event=event)
    assert result.success and result.response_status == 200, result
    assert told(event)
assert client.test_webhook(hook.webhook_id).success
told(sorted(every)[0])

model = "hooked-" + suffix
client.create_registered_model(model, tags={"a": "b"}, description="d")
assert told("registered_model.created") == {"name": model, "tags": {"a": "b"}, "description": "d"}
client.create_model_version(model, "s3://bucket/model")
data = told("model_version.created")
assert data["version"] == "1" and data["source"] == "s3://bucket/model", data
assert data["run_id"] is None and data["description"] is None and data["tags"] == {}, data
client.set_model_version_tag(model, "1", "k", "v")
assert told("model_version_tag.set") == {"name": model, "version": "1", "key": "k", "value": "v"}
client.delete_model_version_tag(model, "1", "k")
assert told("model_version_tag.deleted") == {"name": model, "version": "1", "key": "k"}
client.set_registered_model_alias(model, "champion", "1")
assert told("model_version_alias.created") == {"name": model, "alias": "champion", "version": "1"}
client.delete_registered_model_alias(model, "champion")
assert told("model_version_alias.deleted") == {"name": model, "alias": "champion"}

prompt = "prompted-" + suffix
client.register_prompt(name=prompt, template="Say {{word}}.", commit_message="first", tags={"x": "y"})
data = told("prompt.created")
assert data["name"] == prompt and "mlflow.prompt.is_prompt" not in data["tags"], data
messages = {}
data = None
while data is None or "template" not in data:
    headers, body = received.get(timeout=60)
    data = json.loads(body)["data"]
assert data["name"] == prompt and data["version"] == "1" and data["template"] == "Say {{word}}.", data
while True:
    try:
        received.get(timeout=2)
    except queue.Empty:
        break
client.set_prompt_alias(prompt, "best", 1)
assert told("prompt_alias.created") == {"name": prompt, "alias": "best", "version": "1"}
client.delete_prompt_alias(prompt, "best")
assert told("prompt_alias.deleted") == {"name": prompt, "alias": "best"}

changed = client.update_webhook(
    other.webhook_id, name="renamed", description="changed", events=["prompt.created"], secret="s"
)
assert (changed.name, changed.description) == ("renamed", "changed"), changed
assert [str(e) for e in changed.events] == ["prompt.created"], changed
assert changed.status == WebhookStatus.DISABLED and changed.url == url, changed

for wrong in [{"url": "ftp://127.0.0.1/"}, {"name": "-"}, {"url": "http://2130706433/"}]:
    try:
        client.update_webhook(other.webhook_id, **wrong)
        raise AssertionError(f"{wrong} was accepted")
    except MlflowException as e:
        assert e.error_code == "INVALID_PARAMETER_VALUE", e

for webhook in (hook, other):
    client.delete_webhook(webhook.webhook_id)
    try:
        client.get_webhook(webhook.webhook_id)
        raise AssertionError("a deleted webhook was found")
    except MlflowException as e:
        assert e.error_code == "RESOURCE_DOES_NOT_EXIST", e
client.create_registered_model(model + "-2")
try:
    raise AssertionError(received.get(timeout=2))
except queue.Empty:
    pass
server.shutdown()

import mlflow

print("OK webhooks.py", mlflow.__version__)
