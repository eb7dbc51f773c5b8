"""The site's stack: what reaches a browser, by which rules, and that the server here goes by the same."""

import asyncio
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import httpx
import pytest
from quickjs import Context
from starlette.applications import Starlette

from local.front import Front
from local.site import FRONTEND
from stacks.delivery import (
    ASK_EACH_TIME,
    FOREVER,
    STRICT_TRANSPORT_DAYS,
    cache_control,
    file_of,
    security_headers,
)
from stacks.environment import read_environment
from stacks.frontend_stack import DEEP_LINKS, SITE, Backend, FrontendStack
from tests.infrastructure.conftest import Stacks
from tests.infrastructure.synthesis import Template, settings_of
from tests.infrastructure.test_environment import TODAY

BACKEND = Backend(
    graphql_url="https://api.example.org/graphql",
    realtime_url="wss://realtime.example.org/graphql",
    api_key_parameter="/impressionnistes/dev/api-key",
    user_pool_id="pool",
    user_pool_client_id="client",
)
COGNITO = "https://cognito-idp.eu-west-3.amazonaws.com"
DOMAIN = {"domain": "www.example.org", "certificateArn": "arn:aws:acm:us-east-1:1:certificate/1"}


def deploy(folder: Path, site: Path, **changes: Any) -> Template:
    """The stack alone, with a site of its own."""
    app = cdk.App(outdir=str(folder / "cdk.out"), builtin_cloud_formation_validation=False)
    environment = read_environment("dev", {"dev": settings_of("dev") | changes}, TODAY)
    FrontendStack(app, environment, BACKEND, site=site, env=cdk.Environment(region="eu-west-3"))
    app.synth()
    return Template(json.loads((folder / "cdk.out/ImpressionnistesFrontend-dev.template.json").read_text()))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """With a built site and a domain of its own."""
    folder = tmp_path_factory.mktemp("built")
    site = folder / "dist"
    (site / "assets").mkdir(parents=True)
    (site / "index.html").write_text("<title>")
    (site / ".built").write_text("")
    return deploy(folder, site, **DOMAIN)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Without a built site and a domain."""
    folder = tmp_path_factory.mktemp("bare")
    return deploy(folder, folder / "dist")


def distribution(template: Template) -> dict[str, Any]:
    """The settings of the distribution."""
    settings: dict[str, Any] = template.only("AWS::CloudFront::Distribution")["DistributionConfig"]
    return settings


def delivered_headers(template: Template) -> dict[str, str]:
    """The headers that CloudFront adds, as a browser gets them."""
    policy = template.only("AWS::CloudFront::ResponseHeadersPolicy")["ResponseHeadersPolicyConfig"]
    security = policy["SecurityHeadersConfig"]
    assert security["ContentTypeOptions"] == {"Override": True}
    strict = security["StrictTransportSecurity"]
    assert strict["IncludeSubdomains"] is False
    return {
        "Content-Security-Policy": security["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "Strict-Transport-Security": str(strict["AccessControlMaxAgeSec"]),
        "X-Content-Type-Options": "nosniff",
        **{item["Header"]: item["Value"] for item in policy["CustomHeadersConfig"]["Items"]},
    }


def test_cloudfront_adds_the_headers_of_the_one_definition(built: Template) -> None:
    endpoints = (BACKEND.graphql_url, BACKEND.realtime_url, COGNITO)
    assert delivered_headers(built) == {
        **security_headers(endpoints),
        "Strict-Transport-Security": str(STRICT_TRANSPORT_DAYS * 24 * 3600),
    }


def test_the_server_here_sends_the_same_but_for_what_depends_on_the_address(built: Template) -> None:
    deployed = delivered_headers(built)
    del deployed["Strict-Transport-Security"]  # there is no TLS here
    policy = deployed["Content-Security-Policy"]
    deployed["Content-Security-Policy"] = re.sub(r"connect-src [^;]*", "connect-src 'self'", policy)
    local = local_headers()
    assert {name: local[name] for name in deployed} == deployed


def local_headers() -> Mapping[str, str]:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(Front(Starlette))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get("/nowhere")

    return asyncio.run(ask()).headers


def test_the_policy_lets_nothing_inline_and_nothing_from_elsewhere(built: Template) -> None:
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in delivered_headers(built)["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["connect-src"].split() == ["'self'", BACKEND.graphql_url, BACKEND.realtime_url, COGNITO]
    assert "unsafe" not in " ".join(policy.values())


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("", "index.html"),
        ("index.html", "index.html"),
        ("teams/7", "index.html"),
        ("teams/7/", "index.html"),
        ("v1.2/teams", "index.html"),
        ("config.json", "config.json"),
        ("gone.png", "gone.png"),
        (".well-known/security.txt", ".well-known/security.txt"),
    ],
)
def test_a_path_is_answered_by_the_same_file_there_and_here(path: str, file: str) -> None:
    event = json.dumps({"request": {"uri": f"/{path}", "method": "GET"}})
    code = f"{DEEP_LINKS.read_text()}; JSON.stringify(handler({event}))"
    assert json.loads(Context().eval(code)) == {"uri": f"/{file}", "method": "GET"}
    assert file_of(path) == file


def test_assets_are_never_answered_by_a_page(built: Template) -> None:
    settings = distribution(built)
    (assets,) = settings["CacheBehaviors"]
    assert assets["PathPattern"] == "assets/*"
    assert "FunctionAssociations" not in assets
    assert file_of("assets/gone") == "assets/gone"


def test_errors_stay_errors(built: Template) -> None:
    assert "CustomErrorResponses" not in distribution(built)
    # who may not list gets 403 for a file that is not there
    (allowed,) = [one["Action"] for one in bucket_statements(built) if one["Effect"] == "Allow"]
    assert allowed == ["s3:GetObject", "s3:ListBucket"]


def bucket_statements(template: Template) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = template.only("AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"]
    return statements


def test_pages_are_asked_for_each_time_and_assets_kept_for_a_year(built: Template) -> None:
    delivery = built.only("Custom::SiteFiles")
    assert (delivery["AssetsFolder"], delivery["AssetsCacheControl"]) == ("assets/", FOREVER)
    assert delivery["PagesCacheControl"] == ASK_EACH_TIME
    assert (cache_control("assets/app-1a.js"), cache_control("config.json")) == (FOREVER, ASK_EACH_TIME)
    assert "max-age=31536000, immutable" in FOREVER
    policy = built.only("AWS::CloudFront::CachePolicy")["CachePolicyConfig"]
    assert (policy["MinTTL"], policy["DefaultTTL"]) == (0, 0)


def test_it_is_compressed_and_over_http_3(built: Template) -> None:
    settings = distribution(built)
    assert settings["HttpVersion"] == "http2and3"
    for behavior in (settings["DefaultCacheBehavior"], *settings["CacheBehaviors"]):
        assert behavior["Compress"] is True
        assert behavior["ViewerProtocolPolicy"] == "redirect-to-https"


def test_only_the_distribution_reads_the_bucket(built: Template) -> None:
    bucket = built.only("AWS::S3::Bucket")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["BucketEncryption"]
    for statement in bucket_statements(built):
        if statement["Effect"] == "Allow":
            assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
            assert "AWS:SourceArn" in statement["Condition"]["StringEquals"]
    (origin,) = distribution(built)["Origins"]
    assert "OriginAccessControlId" in origin


def test_a_domain_of_its_own_comes_with_its_certificate_and_the_record_to_set(built: Template) -> None:
    settings = distribution(built)
    assert settings["Aliases"] == ["www.example.org"]
    assert settings["ViewerCertificate"] == {
        "AcmCertificateArn": DOMAIN["certificateArn"],
        "MinimumProtocolVersion": "TLSv1.2_2021",
        "SslSupportMethod": "sni-only",
    }
    assert built.outputs["SiteUrl"] == "https://www.example.org"
    assert "www.example.org. CNAME " in json.dumps(built.outputs["DnsRecord"])


def test_without_a_domain_it_has_the_address_of_cloudfront(bare: Template) -> None:
    assert "Aliases" not in distribution(bare)
    assert bare.outputs["SiteUrl"] == bare.outputs["DistributionUrl"]
    assert "DnsRecord" not in bare.outputs


def test_without_a_built_site_only_the_configuration_is_delivered(built: Template, bare: Template) -> None:
    assert "Archive" not in bare.only("Custom::SiteFiles")
    assert bare.only("Custom::SiteFiles")["Configuration"]
    assert built.only("Custom::SiteFiles")["Archive"].endswith(".zip")


def test_the_configuration_names_the_key_by_its_parameter(built: Template) -> None:
    text = json.dumps(built.only("Custom::SiteFiles")["Configuration"])
    (parameter,) = [
        name
        for name, one in built.content["Parameters"].items()
        if one.get("Default") == BACKEND.api_key_parameter
    ]
    assert parameter in text
    for value in (BACKEND.graphql_url, BACKEND.realtime_url, "USER_SRP_AUTH", "client", "pool"):
        assert value in text


@pytest.mark.parametrize("output", ["SiteUrl", "DistributionUrl", "DistributionId", "SiteBucketName"])
def test_what_an_operator_needs_is_printed(stacks: Stacks, output: str) -> None:
    assert output in stacks["Frontend"].outputs


def test_files_outlive_the_stack_where_data_does(dev: Stacks, prod: Stacks) -> None:
    assert dev["Frontend"].only("Custom::SiteFiles")["KeepFiles"] == "false"
    assert prod["Frontend"].only("Custom::SiteFiles")["KeepFiles"] == "true"
    (bucket,) = prod["Frontend"].of_type("AWS::S3::Bucket").values()
    assert bucket["DeletionPolicy"] == "Retain"


def test_the_site_that_is_delivered_is_the_one_that_is_served_here() -> None:
    assert SITE == FRONTEND
