terraform {
  required_version = ">= 1.8" # functions

  required_providers {
    eksupgrade = {
      source = "eksupgrade/eksupgrade"
    }
  }
}

# The minors to pass, one apply each: ["1.35", "1.36"]
output "upgrade_path" {
  value = provider::eksupgrade::upgrade_path("1.34", "1.36")
}
