eks = {
  name    = "shop-dev"
  region  = "eu-central-1"
  version = "1.34"
}
blue  = { version = "1.34" }
green = { version = "1.33" }
