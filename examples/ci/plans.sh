#!/usr/bin/env bash
# Plans every environment of a root module, applies none, and judges all plans together.
set -euo pipefail

if [ $# -lt 1 ]; then
  echo "Usage: plans.sh MODULE [flags of analyze], such as: plans.sh eks --output markdown=report.md" >&2
  exit 1
fi
module=$1
shift
environments=${ENVIRONMENTS:-cc dev lab prod stg stg2}
terraform=${TERRAFORM:-terraform}

# Plans hold secrets in clear: they do not outlive the job.
plans=plans
mkdir -p "$plans"
trap 'rm -rf "$plans"' EXIT
saved=$(cd "$plans" && pwd)

"$terraform" -chdir="$module" init -input=false >&2
arguments=()
for environment in $environments; do
  # The gate warns here: analyze decides, with all findings of all plans. A plan that fails is reported as one.
  TF_WORKSPACE=$environment EKSUPGRADE_ENFORCEMENT=warning "$terraform" -chdir="$module" plan -input=false \
    -var-file="env-vars/$environment.tfvars" -out="$saved/$environment.tfplan" >&2 || echo "The plan of $environment failed." >&2
  "$terraform" -chdir="$module" show -json "$saved/$environment.tfplan" >"$plans/$environment.json" || true
  arguments+=("$environment=$plans/$environment.json")
done

terraform-provider-eksupgrade analyze --env-vars "$module/env-vars" "$@" "${arguments[@]}"
