"""A file that the client sends in parts straight to the S3 server, where there is one."""

import hashlib
import os
import tempfile

import mlflow
from mlflow.environment_variables import MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE
from mlflow.store.artifact.http_artifact_repo import HttpArtifactRepository
from mlflow.tracking import MlflowClient

client = MlflowClient()
straight = os.environ["TANDEM_TEST_STORES"] == "S3_AND_EXTERNAL"
parts = []
upload_part = HttpArtifactRepository._upload_part


def counted(credential, local_file, size, start_byte):
    parts.append(credential.part_number)
    return upload_part(credential, local_file, size, start_byte)


HttpArtifactRepository._upload_part = staticmethod(counted)
MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE.set(1)
with mlflow.start_run() as run:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "large.bin")
        content = os.urandom(11 << 20)
        with open(path, "wb") as file:
            file.write(content)
        mlflow.log_artifact(path, "model")
        with open(mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="model/large.bin"), "rb") as f:
            assert hashlib.sha256(f.read()).digest() == hashlib.sha256(content).digest()
MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE.unset()
HttpArtifactRepository._upload_part = staticmethod(upload_part)
assert sorted(parts) == ([1, 2] if straight else []), parts
assert [f.file_size for f in client.list_artifacts(run.info.run_id, "model")] == [len(content)]

print("OK large.py", mlflow.__version__)
