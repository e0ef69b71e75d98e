// Package kube reads what runs in a cluster from its Kubernetes API: the versions
// of the API server and of the nodes, the add-ons by their images, workloads,
// budgets, admission webhooks, and the use of deprecated APIs.
//
// It only reads. Its transport refuses every request but a GET.
package kube
