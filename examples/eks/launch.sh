#!/usr/bin/env bash
# Plans one environment and, after a yes, applies it.
set -euo pipefail

usage() {
  cat <<'EOF'
Usage: ./launch.sh [--plan | --yes] ENVIRONMENT

  --plan   plan alone
  --yes    apply without asking

Example: ./launch.sh --plan dev
The variable TERRAFORM names another program, such as tofu.
EOF
}

mode=ask
case "${1:-}" in
  --plan) mode=plan; shift ;;
  --yes) mode=yes; shift ;;
  -h | --help) usage; exit 0 ;;
esac
if [ $# -ne 1 ]; then
  usage >&2
  exit 1
fi

environment=$1
terraform=${TERRAFORM:-terraform}
cd "$(dirname "$0")"
if [ ! -f "env-vars/$environment.tfvars" ]; then
  echo "There is no env-vars/$environment.tfvars. There are:" env-vars/*.tfvars >&2
  exit 1
fi

"$terraform" init -input=false >/dev/null
"$terraform" workspace select "$environment" >/dev/null 2>&1 || "$terraform" workspace new "$environment" >/dev/null
"$terraform" plan -input=false -var-file="env-vars/$environment.tfvars" -out="$environment.tfplan"

if [ "$mode" = plan ]; then
  exit 0
fi
if [ "$mode" = ask ]; then
  read -r -p "Apply this plan to $environment? Only 'yes' is a yes: " answer
  if [ "$answer" != yes ]; then
    echo "Nothing was applied."
    exit 1
  fi
fi
"$terraform" apply -input=false "$environment.tfplan"
