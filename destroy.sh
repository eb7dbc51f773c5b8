#!/usr/bin/env bash
# Removes an environment from AWS: ./destroy.sh dev. What it keeps for good, as backups, stays.
set -euo pipefail
cd "$(dirname "$0")"

environment=${1:?Say which environment: ./destroy.sh dev}
if [ "$environment" = prod ]; then
  read -rp "This takes the regatta off the air. Type the name of the environment to go on: " typed
  if [ "$typed" != "$environment" ]; then
    echo "Nothing was removed." >&2
    exit 1
  fi
fi
./setup-venv.sh
make --silent node_modules/.installed site
exec npx --no-install cdk destroy --all --force --context "env=$environment"
