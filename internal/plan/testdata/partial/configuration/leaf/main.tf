resource "terraform_data" "this" {}

data "terraform_remote_state" "r" {
  backend = "local"
  config  = { path = "x.tfstate" }
}
