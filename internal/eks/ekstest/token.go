package ekstest

import (
	"crypto/hmac"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// tokenPrefix begins the tokens that EKS takes for the Kubernetes API.
const tokenPrefix = "k8s-aws-v1."

// tokenLife is for how long a token is taken after it was signed.
const tokenLife = 15 * time.Minute

// tokenParameters are all that the URL in a token may have.
var tokenParameters = []string{
	"Action", "Version", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Security-Token", "X-Amz-Signature", "X-Amz-SignedHeaders", "x-amz-user-agent",
}

// WhoSigned tells whose token for the Kubernetes API of a cluster this is, and
// false where the API server of EKS would not take it. It looks at what
// aws-iam-authenticator looks at: the form, the host, the parameters and the time;
// and then at the signature, as STS does.
func (s *Server) WhoSigned(cluster, token string) (arn string, trusted bool) {
	text, is := strings.CutPrefix(token, tokenPrefix)
	address, err := base64.RawURLEncoding.DecodeString(text)
	if !is || err != nil {
		return "", false
	}
	request, err := http.NewRequest(http.MethodGet, string(address), nil)
	if err != nil || request.URL.Scheme != "https" || request.URL.Path != "/" {
		return "", false
	}
	query := request.URL.Query()
	if query.Get("Action") != "GetCallerIdentity" || query.Get("X-Amz-Expires") != "60" || !onlyParameters(query) {
		return "", false
	}
	scope := strings.Split(query.Get("X-Amz-Credential"), "/")
	headers := strings.Split(query.Get("X-Amz-SignedHeaders"), ";")
	if len(scope) != 5 || scope[3] != "sts" || request.URL.Host != "sts."+scope[2]+".amazonaws.com" || !slices.Contains(headers, "x-k8s-aws-id") {
		return "", false
	}
	signedAt, err := time.Parse(signedTime, query.Get("X-Amz-Date"))
	s.mutex.Lock()
	defer s.mutex.Unlock()
	now := s.now()
	credential, known := s.credential(scope[0])
	switch {
	case err != nil, !known, query.Get("X-Amz-Security-Token") != credential.Token,
		signedAt.After(now.Add(greatestSkew)), now.After(signedAt.Add(tokenLife)),
		!credential.Expires.IsZero() && now.After(credential.Expires):
		return "", false
	}
	request.Header.Set("X-Amz-Date", query.Get("X-Amz-Date"))
	request.Header.Set("x-k8s-aws-id", cluster)
	given := query.Get("X-Amz-Signature")
	query.Del("X-Amz-Signature")
	request.URL.RawQuery = query.Encode()
	x := &exchange{request: request, signature: signature{date: scope[1], region: scope[2], service: scope[3], headers: headers}}
	if !hmac.Equal([]byte(given), []byte(x.sign(credential.SecretKey))) {
		return "", false
	}
	return credential.arn(), true
}

func onlyParameters(query url.Values) bool {
	for name, values := range query {
		if len(values) != 1 || !slices.ContainsFunc(tokenParameters, func(allowed string) bool { return strings.EqualFold(name, allowed) }) {
			return false
		}
	}
	return true
}
