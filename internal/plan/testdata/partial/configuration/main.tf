variable "v" {
  default = "1"
}

resource "terraform_data" "a" {
  input = var.v
}

resource "terraform_data" "b" {
  input = terraform_data.a.output
}

resource "terraform_data" "zero" {
  count = 0
}

module "m" {
  source = "./leaf"
}

module "none" {
  source = "./leaf"
  count  = 0
}

module "many" {
  source   = "./leaf"
  for_each = toset(["a.b"])
}

data "terraform_remote_state" "r" {
  backend = "local"
  config  = { path = "x.tfstate" }
}
