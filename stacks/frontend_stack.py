"""The site: its files in a private bucket, and the CloudFront distribution that delivers them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from stacks.delivery import ASSETS, INDEX, STRICT_TRANSPORT_DAYS, security_headers
from stacks.environment import Environment
from stacks.findings import accept
from stacks.site_files import SiteFiles

SITE = Path(__file__).parents[1] / "frontend" / "dist"
DEEP_LINKS = Path(__file__).with_name("deep_links.js")

_NAMED_BY_CLOUDFRONT = ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options")


@dataclass(frozen=True, slots=True)
class Backend:
    """What the site talks to, as it reads it from its `config.json`.

    Attributes:
        api_key_parameter: of Systems Manager, that holds the API key; whoever opens the site may read it. By
            its name, for a key is rotated, and an exported value can't change while it is used.
    """

    graphql_url: str
    realtime_url: str
    api_key_parameter: str
    user_pool_id: str
    user_pool_client_id: str


class FrontendStack(Stack):
    """The site of one environment.

    Attributes:
        distribution: to be watched.

    Args:
        site: the folder of the built site.
    """

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        backend: Backend,
        *,
        site: Path = SITE,
        **options: Any,
    ) -> None:
        super().__init__(scope, environment.stack_name("Frontend"), **options)
        self._environment = environment
        self._backend = backend
        self._bucket = self._make_bucket()
        self.distribution = self._make_distribution()
        SiteFiles(self, environment, self._bucket, site, self._configuration())
        self._make_outputs()

    def _make_bucket(self) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            "Site",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            removal_policy=RemovalPolicy.RETAIN if self._environment.retain_data else RemovalPolicy.DESTROY,
        )
        accept(
            bucket,
            "Only CloudFront reads it, and all that lies in it is public.",
            "AwsSolutions-S1",
            "CKV_AWS_18",
        )
        accept(bucket, "What lies in it is built again from any commit.", "CKV_AWS_21")
        return bucket

    def _make_distribution(self) -> cloudfront.Distribution:
        environment = self._environment
        # Who may list gets 404 for a file that is not there; who may not, 403.
        levels = [cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST]
        origin = origins.S3BucketOrigin.with_origin_access_control(self._bucket, origin_access_levels=levels)
        behavior: dict[str, Any] = {
            "origin": origin,
            "viewer_protocol_policy": cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            "response_headers_policy": self._make_headers(),
            "compress": True,
        }
        distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"Course des Impressionnistes, {environment.name}",
            default_behavior=cloudfront.BehaviorOptions(
                cache_policy=self._make_pages_policy(),
                function_associations=[self._make_deep_links()],
                **behavior,
            ),
            additional_behaviors={
                f"{ASSETS}*": cloudfront.BehaviorOptions(
                    cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED, **behavior
                )
            },
            default_root_object=INDEX,
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            **self._own_domain(),
        )
        _accept_findings(distribution, own_domain=environment.domain is not None)
        return distribution

    def _own_domain(self) -> dict[str, Any]:
        if self._environment.domain is None or self._environment.certificate_arn is None:
            return {}
        certificate = acm.Certificate.from_certificate_arn(
            self, "Certificate", self._environment.certificate_arn
        )
        return {
            "domain_names": [self._environment.domain],
            "certificate": certificate,
            "minimum_protocol_version": cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
        }

    def _make_pages_policy(self) -> cloudfront.CachePolicy:
        # CloudFront keeps a page, but asks the bucket each time whether it is still the one.
        return cloudfront.CachePolicy(
            self,
            "Pages",
            comment="Kept for as long as the file says",
            min_ttl=Duration.seconds(0),
            default_ttl=Duration.seconds(0),
            max_ttl=Duration.days(1),
            enable_accept_encoding_brotli=True,
            enable_accept_encoding_gzip=True,
        )

    def _make_deep_links(self) -> cloudfront.FunctionAssociation:
        function = cloudfront.Function(
            self,
            "DeepLinks",
            function_name=self._environment.resource_name("deep-links"),
            code=cloudfront.FunctionCode.from_inline(DEEP_LINKS.read_text(encoding="utf-8")),
            runtime=cloudfront.FunctionRuntime.JS_2_0,
            comment="A path without an extension is a page of the application",
        )
        return cloudfront.FunctionAssociation(
            event_type=cloudfront.FunctionEventType.VIEWER_REQUEST, function=function
        )

    def _make_headers(self) -> cloudfront.ResponseHeadersPolicy:
        cognito = f"https://cognito-idp.{self._environment.region}.amazonaws.com"
        headers = security_headers((self._backend.graphql_url, self._backend.realtime_url, cognito))
        return cloudfront.ResponseHeadersPolicy(
            self,
            "Headers",
            comment="What stands in stacks/delivery.py",
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                    content_security_policy=headers["Content-Security-Policy"], override=True
                ),
                content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
                referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                    referrer_policy=_referrer_policy(headers["Referrer-Policy"]), override=True
                ),
                strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                    access_control_max_age=Duration.days(STRICT_TRANSPORT_DAYS),
                    include_subdomains=False,  # at the top of a zone they are other people's
                    override=True,
                ),
            ),
            custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(
                custom_headers=[
                    cloudfront.ResponseCustomHeader(header=name, value=value, override=True)
                    for name, value in headers.items()
                    if name not in _NAMED_BY_CLOUDFRONT
                ]
            ),
        )

    def _configuration(self) -> dict[str, str]:
        return {
            "region": self._environment.region,
            "graphqlEndpoint": self._backend.graphql_url,
            "realtimeEndpoint": self._backend.realtime_url,
            "apiKey": ssm.StringParameter.value_for_string_parameter(self, self._backend.api_key_parameter),
            "userPoolId": self._backend.user_pool_id,
            "userPoolClientId": self._backend.user_pool_client_id,
            "authFlow": "USER_SRP_AUTH",
        }

    def _make_outputs(self) -> None:
        address, domain = self.distribution.distribution_domain_name, self._environment.domain
        CfnOutput(self, "SiteUrl", value=f"https://{domain or address}")
        CfnOutput(self, "DistributionUrl", value=f"https://{address}")
        CfnOutput(self, "DistributionId", value=self.distribution.distribution_id)
        CfnOutput(self, "SiteBucketName", value=self._bucket.bucket_name)
        if domain is not None:
            CfnOutput(
                self,
                "DnsRecord",
                value=f"{domain}. CNAME {address}.",
                description="The record to set; at the top of a zone an ALIAS, for CNAME can't be there",
            )


def _referrer_policy(value: str) -> cloudfront.HeadersReferrerPolicy:
    return cloudfront.HeadersReferrerPolicy[value.upper().replace("-", "_")]


def _accept_findings(distribution: cloudfront.Distribution, *, own_domain: bool) -> None:
    accept(
        distribution,
        "There is a root object, and the function that rewrites paths leaves none that lists.",
        "@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk",
    )
    accept(distribution, "Rowers of any country may enter the regatta.", "AwsSolutions-CFR1")
    accept(
        distribution,
        "It delivers public files only; the firewall stands before the API.",
        "AwsSolutions-CFR2",
        "CKV_AWS_68",
    )
    accept(
        distribution,
        "Its log would hold addresses of visitors, whom there is no reason to follow.",
        "AwsSolutions-CFR3",
        "CKV_AWS_86",
    )
    if not own_domain:
        accept(
            distribution,
            "Without a domain of its own it has CloudFront's certificate, and its protocols.",
            "AwsSolutions-CFR4",
            "CKV_AWS_174",
        )
