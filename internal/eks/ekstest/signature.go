package ekstest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const signatureAlgorithm = "AWS4-HMAC-SHA256"

// signedTime is how a signature writes its time.
const signedTime = "20060102T150405Z"

// greatestSkew is how far the clocks of client and server may differ.
const greatestSkew = 5 * time.Minute

// signature is what the Authorization header says: Signature Version 4.
type signature struct {
	present   bool
	accessKey string
	date      string
	region    string
	service   string
	headers   []string
	value     string
}

// parseSignature reads the header. One that is not well formed is none.
func parseSignature(r *http.Request) signature {
	text, ok := strings.CutPrefix(r.Header.Get("Authorization"), signatureAlgorithm+" ")
	if !ok {
		return signature{}
	}
	fields := map[string]string{}
	for field := range strings.SplitSeq(text, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(field), "=")
		fields[name] = value
	}
	scope := strings.Split(fields["Credential"], "/")
	if len(scope) != 5 || scope[4] != "aws4_request" {
		return signature{}
	}
	return signature{
		present: true, accessKey: scope[0], date: scope[1], region: scope[2], service: scope[3],
		headers: strings.Split(fields["SignedHeaders"], ";"), value: fields["Signature"],
	}
}

// authenticate finds who signed the request, or says why it is refused. The mutex
// is held.
func (s *Server) authenticate(x *exchange) (Credential, *answer) {
	if !x.signature.present {
		return Credential{}, x.refuse("MissingAuthenticationTokenException", "Missing Authentication Token")
	}
	credential, known := s.credential(x.signature.accessKey)
	if !known || credential.Token != x.request.Header.Get("X-Amz-Security-Token") {
		return Credential{}, x.refuse("UnrecognizedClientException", "The security token included in the request is invalid.")
	}
	if !credential.Expires.IsZero() && x.now.After(credential.Expires) {
		return Credential{}, x.refuse("ExpiredTokenException", expiredToken)
	}
	if service, _, _ := strings.Cut(x.route.action, ":"); x.signature.service != service {
		return Credential{}, x.refuse("InvalidSignatureException", "Credential should be scoped to correct service: '"+service+"'.")
	}
	if message := x.clockMessage(); message != "" {
		return Credential{}, x.refuse("InvalidSignatureException", message)
	}
	if !hmac.Equal([]byte(x.signature.value), []byte(x.sign(credential.SecretKey))) {
		return Credential{}, x.refuse("InvalidSignatureException", "The request signature we calculated does not match the signature you provided. "+
			"Check your AWS Secret Access Key and signing method. Consult the service documentation for details.")
	}
	return credential, nil
}

const expiredToken = "The security token included in the request is expired"

func (s *Server) credential(accessKey string) (Credential, bool) {
	trusted := s.world.Credentials
	if len(trusted) == 0 {
		trusted = []Credential{DefaultCredential()}
	}
	for _, credential := range trusted {
		if credential.AccessKey == accessKey {
			return credential, true
		}
	}
	session, known := s.sessions[accessKey]
	return session, known
}

// refuse is status 403.
func (x *exchange) refuse(code, message string) *answer {
	result := x.failure(http.StatusForbidden, code, message)
	return &result
}

// clockMessage says that the time of the signature is too far from the server's.
func (x *exchange) clockMessage() string {
	signed, err := time.Parse(signedTime, x.request.Header.Get("X-Amz-Date"))
	if err != nil {
		return "Date must be in ISO8601 'basic format'. Got '" + x.request.Header.Get("X-Amz-Date") + "'."
	}
	now := x.now.UTC()
	text, server := signed.Format(signedTime), now.Format(signedTime)
	switch {
	case signed.Before(now.Add(-greatestSkew)):
		return fmt.Sprintf("Signature expired: %s is now earlier than %s (%s - 5 min.)", text, now.Add(-greatestSkew).Format(signedTime), server)
	case signed.After(now.Add(greatestSkew)):
		return fmt.Sprintf("Signature not yet current: %s is still later than %s (%s + 5 min.)", text, now.Add(greatestSkew).Format(signedTime), server)
	}
	return ""
}

// sign computes the signature that the request should have.
func (x *exchange) sign(secretKey string) string {
	canonical := strings.Join([]string{
		x.request.Method,
		escape(x.request.URL.EscapedPath(), true),
		canonicalQuery(x.request.URL.Query()),
		x.canonicalHeaders(),
		strings.Join(x.signature.headers, ";"),
		hash(x.body),
	}, "\n")
	scope := strings.Join([]string{x.signature.date, x.signature.region, x.signature.service, "aws4_request"}, "/")
	text := strings.Join([]string{signatureAlgorithm, x.request.Header.Get("X-Amz-Date"), scope, hash([]byte(canonical))}, "\n")
	key := []byte("AWS4" + secretKey)
	for part := range strings.SplitSeq(scope, "/") {
		key = mac(key, part)
	}
	return hex.EncodeToString(mac(key, text))
}

func (x *exchange) canonicalHeaders() string {
	var lines strings.Builder
	for _, name := range x.signature.headers {
		value := strings.Join(x.request.Header.Values(name), ",")
		switch name {
		case "host":
			value = x.request.Host
		case "content-length":
			value = strconv.FormatInt(x.request.ContentLength, 10)
		}
		lines.WriteString(name + ":" + strings.Join(strings.Fields(value), " ") + "\n")
	}
	return lines.String()
}

func canonicalQuery(query url.Values) string {
	var members []string
	for name, values := range query {
		for _, value := range values {
			members = append(members, escape(name, false)+"="+escape(value, false))
		}
	}
	slices.Sort(members)
	return strings.Join(members, "&")
}

// escape is the URI encoding of a signature: all but letters, digits, -, ., _ and ~.
func escape(text string, keepSlash bool) string {
	var result strings.Builder
	for _, char := range []byte(text) {
		switch {
		case 'a' <= char && char <= 'z', 'A' <= char && char <= 'Z', '0' <= char && char <= '9',
			strings.IndexByte("-._~", char) >= 0, char == '/' && keepSlash:
			result.WriteByte(char)
		default:
			fmt.Fprintf(&result, "%%%02X", char)
		}
	}
	return result.String()
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func mac(key []byte, text string) []byte {
	code := hmac.New(sha256.New, key)
	code.Write([]byte(text))
	return code.Sum(nil)
}
