rule "environment-missing" {
  severity = "warning"
}
