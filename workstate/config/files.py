"""Where uploaded files are kept: a folder of this server, or a bucket of S3 or of a store that speaks its protocol."""

from __future__ import annotations

from typing import Any

from workstate.config.environment import Environment

_MEGABYTE = 1024 * 1024


def folder() -> dict[str, Any]:
    """MEDIA_ROOT, readable by the server's own user alone."""
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def bucket(env: Environment) -> dict[str, Any]:
    """Private: what it hands out, it hands out at addresses that are signed and soon expire."""
    from boto3.s3.transfer import TransferConfig
    from botocore.config import Config

    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.text("AWS_STORAGE_BUCKET_NAME"),
            "access_key": env.secret("AWS_ACCESS_KEY_ID") or None,
            "secret_key": env.secret("AWS_SECRET_ACCESS_KEY") or None,
            "endpoint_url": env.text("AWS_S3_ENDPOINT_URL") or None,
            "region_name": env.text("AWS_S3_REGION_NAME") or None,
            "location": env.text("AWS_LOCATION"),
            "max_memory_size": 2 * _MEGABYTE,
            "transfer_config": TransferConfig(max_concurrency=2),
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": env.text("AWS_S3_ADDRESSING_STYLE") or "auto"},
                # Checksums that younger versions add to each request are refused by older stores.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=5,
                read_timeout=30,
                retries={"max_attempts": 3, "mode": "standard"},
            ),
        },
    }
