#!/bin/sh
# Makes the plans of testdata/shapes with the Terraform on the path.
set -eu
out=$(cd "$(dirname "$0")" && pwd)/shapes
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
unset TF_CLI_CONFIG_FILE

# start makes a new folder and applies what is in standard input.
start() {
  mkdir "$work/$1"
  cd "$work/$1"
  cat > main.tf
  terraform init -input=false > /dev/null
  terraform apply -auto-approve -input=false > /dev/null
}

# save writes the plan of standard input, or of what is there, as a shape.
save() {
  name=$1
  shift
  terraform init -input=false > /dev/null
  terraform plan -no-color -input=false -out plan.tfplan "$@" > /dev/null 2> errors.txt || test "$name" = errored
  terraform show -json plan.tfplan | gzip -9 -n > "$out/$name.json.gz"
}

start keys <<'EOF'
resource "terraform_data" "counted" {
  count = 2
  input = count.index
}
EOF
mkdir child
cat > child/main.tf <<'EOF'
variable "input" {}
resource "terraform_data" "this" {
  for_each = toset(["a.b", "quote\"d", "br[ack]et", "back\\slash", "日本", "a b", "$${x}"])
  input    = "${var.input} ${each.key}"
}
module "inner" {
  source = "./inner"
  count  = 2
  input  = terraform_data.this["a.b"].output
}
output "made" { value = module.inner[0].made }
EOF
mkdir child/inner
cat > child/inner/main.tf <<'EOF'
variable "input" {}
resource "terraform_data" "this" { input = var.input }
output "made" { value = terraform_data.this.output }
EOF
cat > main.tf <<'EOF'
variable "secret" {
  sensitive = true
  default   = "s3cret"
}
module "child" {
  source   = "./child"
  for_each = toset(["x.y", "module.z[\"q\"]", "日本"])
  input    = each.key
}
resource "terraform_data" "secret" { input = var.secret }
resource "terraform_data" "counted" {
  count = 1
  input = 5
}
data "terraform_remote_state" "other" {
  backend = "local"
  config  = { path = "terraform.tfstate" }
}
EOF
save keys

start moves <<'EOF'
resource "terraform_data" "old" { input = 1 }
resource "terraform_data" "gone" { input = 1 }
resource "terraform_data" "forgotten" { input = 1 }
resource "terraform_data" "replaced" {
  input            = 1
  triggers_replace = [1]
}
resource "terraform_data" "replaced_first" {
  triggers_replace = [1]
  lifecycle { create_before_destroy = true }
}
EOF
cat > main.tf <<'EOF'
moved {
  from = terraform_data.old
  to   = terraform_data.new[0]
}
removed {
  from = terraform_data.forgotten
  lifecycle { destroy = false }
}
import {
  to = terraform_data.imported
  id = "an-id"
}
resource "terraform_data" "imported" {}
resource "terraform_data" "new" {
  count = 1
  input = 2
}
resource "terraform_data" "replaced" {
  input            = 2
  triggers_replace = [2]
}
resource "terraform_data" "replaced_first" {
  triggers_replace = [2]
  lifecycle { create_before_destroy = true }
}
EOF
save moves
save targeted -target=terraform_data.new -target=terraform_data.old -target=terraform_data.forgotten
save destroy -destroy
save refresh-only -refresh-only
save replace -replace='terraform_data.new[0]'
cat > main.tf <<'EOF'
resource "terraform_data" "old" { input = 3 }
resource "terraform_data" "errored" {
  input = 1
  lifecycle {
    precondition {
      condition     = terraform_data.old.input > 5
      error_message = "never"
    }
  }
}
EOF
save errored

start nothing <<'EOF'
resource "terraform_data" "this" { input = 1 }
EOF
save nothing

# What a failed destruction leaves behind, written by hand.
mkdir "$work/deposed"
cd "$work/deposed"
cat > terraform.tfstate <<'EOF'
{
  "version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "deposed", "outputs": {},
  "resources": [{
    "mode": "managed", "type": "terraform_data", "name": "this", "provider": "provider[\"terraform.io/builtin/terraform\"]",
    "instances": [
      {"schema_version": 0, "attributes": {"id": "new", "input": null, "output": null, "triggers_replace": null}},
      {"schema_version": 0, "deposed": "52cffb59", "attributes": {"id": "old", "input": null, "output": null, "triggers_replace": null}}
    ]
  }]
}
EOF
echo 'resource "terraform_data" "this" { input = 1 }' > main.tf
save deposed

mkdir "$work/empty"
cd "$work/empty"
echo 'output "a" { value = 1 }' > main.tf
save empty
