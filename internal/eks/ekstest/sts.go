package ekstest

import (
	"encoding/xml"
	"net/http"
	"time"
)

// stsRoutes are the actions of STS that the server knows, by name.
var stsRoutes = map[string]*route{
	"GetCallerIdentity":         {action: "sts:GetCallerIdentity", handle: getCallerIdentity},
	"AssumeRole":                {action: "sts:AssumeRole", handle: assumeRole},
	"AssumeRoleWithWebIdentity": {action: "sts:AssumeRoleWithWebIdentity", unsigned: true, handle: assumeRoleWithWebIdentity},
}

// sessionLength is how long the credentials of a role are good.
const sessionLength = time.Hour

type stsIdentity struct {
	XMLName xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ GetCallerIdentityResponse"`
	ARN     string   `xml:"GetCallerIdentityResult>Arn"`
	UserID  string   `xml:"GetCallerIdentityResult>UserId"`
	Account string   `xml:"GetCallerIdentityResult>Account"`
}

func getCallerIdentity(_ *Server, x *exchange) answer {
	return goodXML(stsIdentity{ARN: x.credential.arn(), UserID: x.credential.AccessKey, Account: x.credential.account()})
}

// stsSession is the result of both ways to assume a role.
type stsSession struct {
	ARN        string `xml:"AssumedRoleUser>Arn"`
	RoleID     string `xml:"AssumedRoleUser>AssumedRoleId"`
	AccessKey  string `xml:"Credentials>AccessKeyId"`
	SecretKey  string `xml:"Credentials>SecretAccessKey"`
	Token      string `xml:"Credentials>SessionToken"`
	Expiration string `xml:"Credentials>Expiration"`
}

func assumeRole(s *Server, x *exchange) answer {
	arn := x.form.Get("RoleArn")
	for _, role := range x.world.Roles {
		if role.ARN == arn && role.ExternalID == x.form.Get("ExternalId") {
			return goodXML(struct {
				XMLName xml.Name   `xml:"https://sts.amazonaws.com/doc/2011-06-15/ AssumeRoleResponse"`
				Result  stsSession `xml:"AssumeRoleResult"`
			}{Result: s.assume(x, role)})
		}
	}
	return stsFailure(http.StatusForbidden, "AccessDenied",
		"User: "+x.credential.arn()+" is not authorized to perform: sts:AssumeRole on resource: "+arn)
}

func assumeRoleWithWebIdentity(s *Server, x *exchange) answer {
	arn, token := x.form.Get("RoleArn"), x.form.Get("WebIdentityToken")
	for _, role := range x.world.Roles {
		if role.ARN == arn && role.WebIdentityToken != "" {
			if role.WebIdentityToken != token {
				return stsFailure(http.StatusBadRequest, "InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements")
			}
			return goodXML(struct {
				XMLName xml.Name   `xml:"https://sts.amazonaws.com/doc/2011-06-15/ AssumeRoleWithWebIdentityResponse"`
				Result  stsSession `xml:"AssumeRoleWithWebIdentityResult"`
			}{Result: s.assume(x, role)})
		}
	}
	return stsFailure(http.StatusForbidden, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
}

// assume makes a session, which the server trusts from then on. The mutex is held.
func (s *Server) assume(x *exchange, role Role) stsSession {
	expires := x.now.Add(sessionLength)
	session := role.session(x.form.Get("RoleSessionName"), expires)
	s.sessions[session.AccessKey] = session
	return stsSession{
		ARN: session.ARN, RoleID: "AROAEKSTESTDEMO00001:" + x.form.Get("RoleSessionName"),
		AccessKey: session.AccessKey, SecretKey: session.SecretKey, Token: session.Token,
		Expiration: expires.UTC().Format(time.RFC3339),
	}
}

type stsError struct {
	XMLName xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ ErrorResponse"`
	Type    string   `xml:"Error>Type"`
	Code    string   `xml:"Error>Code"`
	Message string   `xml:"Error>Message"`
}

// stsCodes are the names that STS has for what the other services name as the keys.
var stsCodes = map[string]string{
	"MissingAuthenticationTokenException": "MissingAuthenticationToken",
	"UnrecognizedClientException":         "InvalidClientTokenId",
	"ExpiredTokenException":               "ExpiredToken",
	"InvalidSignatureException":           "SignatureDoesNotMatch",
	"AccessDeniedException":               "AccessDenied",
	"ThrottlingException":                 "Throttling",
	"ServiceUnavailableException":         "ServiceUnavailable",
}

// failure is an error that speaks of no resource, in the form of the service that
// was asked.
func (x *exchange) failure(status int, code, message string) answer {
	if x.form == nil {
		return failure(status, code, message)
	}
	return stsFailure(status, orElse(stsCodes[code], code), message)
}

func stsFailure(status int, code, message string) answer {
	result := goodXML(stsError{Type: "Sender", Code: code, Message: message})
	result.status = status
	return result
}

func goodXML(value any) answer {
	body, err := xml.Marshal(value)
	if err != nil {
		return failure(http.StatusInternalServerError, "InternalFailure", err.Error())
	}
	return answer{status: http.StatusOK, header: http.Header{"Content-Type": {"text/xml"}}, body: body}
}
