package kube

import (
	"context"
	"encoding/json"
	"io"

	"k8s.io/apimachinery/pkg/version"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/wording"
)

// readVersion asks the API server for its own version, such as
// v1.34.2-eks-a737599.
func readVersion(ctx context.Context, on *connection) (string, *failure) {
	var found version.Info
	asked := request{verb: "get", what: versionPath, path: versionPath, accept: jsonType}
	failed := on.get(ctx, asked, func(contentType string, body io.Reader) error {
		if mediaType(contentType) != jsonType {
			return otherType(contentType)
		}
		found = version.Info{}
		if err := json.NewDecoder(limit(body, mostErrorBytes)).Decode(&found); err != nil {
			return notJSON(err)
		}
		if found.GitVersion == "" {
			return badAnswer("it holds no gitVersion")
		}
		return nil
	})
	if failed != nil {
		return "", failed
	}
	const longest = 100
	return wording.Plain(found.GitVersion[:min(len(found.GitVersion), longest)]), nil
}
