#!/usr/bin/env bash
# Deploys an environment of cdk.json: ./deploy.sh dev. What follows the name goes to `cdk deploy`.
set -euo pipefail
cd "$(dirname "$0")"

environment=${1:?Say which environment: ./deploy.sh dev}
./setup-venv.sh
make --silent node_modules/.installed site
exec npx --no-install cdk deploy --all --context "env=$environment" "${@:2}"
