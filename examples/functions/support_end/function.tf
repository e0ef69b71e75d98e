terraform {
  required_version = ">= 1.8" # functions

  required_providers {
    eksupgrade = {
      source = "eksupgrade/eksupgrade"
    }
  }
}

# An object of dates; one that is not known yet is null.
output "support_end" {
  value = provider::eksupgrade::support_end("1.34")
}
