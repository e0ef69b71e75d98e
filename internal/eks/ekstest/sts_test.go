package ekstest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func stsQuestion(members url.Values) question {
	members.Set("Version", "2011-06-15")
	return question{
		method: http.MethodPost, path: "/", body: members.Encode(), service: "sts",
		contentType: "application/x-www-form-urlencoded",
	}
}

func TestSTS(t *testing.T) {
	world := small()
	world.Roles = []Role{
		{ARN: "arn:aws:iam::444455556666:role/path/reader", ExternalID: "shop"},
		{ARN: "arn:aws:iam::444455556666:role/web", WebIdentityToken: "jwt"},
	}
	server := New(t, world)

	identity := stsQuestion(url.Values{"Action": {"GetCallerIdentity"}}).ask(t, server)
	want := `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/demo</Arn><UserId>` +
		AccessKey + `</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
	if identity.status != http.StatusOK || identity.body != want {
		t.Errorf("%d %s", identity.status, identity.body)
	}

	role := url.Values{"Action": {"AssumeRole"}, "RoleArn": {world.Roles[0].ARN}, "RoleSessionName": {"ci"}, "ExternalId": {"shop"}}
	assumed := stsQuestion(role).ask(t, server).body
	session := question{
		path: "/clusters", key: between(assumed, "<AccessKeyId>", "<"),
		secret: between(assumed, "<SecretAccessKey>", "<"), token: between(assumed, "<SessionToken>", "<"),
	}
	if got := session.ask(t, server); got.body != `{"clusters":["other-account"],"nextToken":null}`+"\n" {
		t.Errorf("with the role: %d %s\n%s", got.status, got.body, assumed)
	}
	if !strings.Contains(assumed, "<Arn>arn:aws:sts::444455556666:assumed-role/reader/ci</Arn>") {
		t.Error(assumed)
	}

	web := stsQuestion(url.Values{"Action": {"AssumeRoleWithWebIdentity"}, "RoleArn": {world.Roles[1].ARN}, "RoleSessionName": {"ci"}, "WebIdentityToken": {"jwt"}})
	web.unsigned = true
	if got := web.ask(t, server); !strings.Contains(got.body, "<AssumeRoleWithWebIdentityResult><AssumedRoleUser>") {
		t.Errorf("%d %s", got.status, got.body)
	}

	for name, test := range map[string]struct {
		members  url.Values
		unsigned bool
		status   int
		code     string
	}{
		"another external id":  {url.Values{"Action": {"AssumeRole"}, "RoleArn": {world.Roles[0].ARN}, "RoleSessionName": {"ci"}, "ExternalId": {"x"}}, false, 403, "AccessDenied"},
		"a role of nobody":     {url.Values{"Action": {"AssumeRole"}, "RoleArn": {"arn:aws:iam::1:role/x"}, "RoleSessionName": {"ci"}}, false, 403, "AccessDenied"},
		"a wrong web identity": {url.Values{"Action": {"AssumeRoleWithWebIdentity"}, "RoleArn": {world.Roles[1].ARN}, "WebIdentityToken": {"x"}}, true, 400, "InvalidIdentityToken"},
		"no signature":         {url.Values{"Action": {"GetCallerIdentity"}}, true, 403, "MissingAuthenticationToken"},
		"no such action":       {url.Values{"Action": {"GetSessionToken"}}, false, 404, ""},
	} {
		asked := stsQuestion(test.members)
		asked.unsigned = test.unsigned
		if got := asked.ask(t, server); got.status != test.status || between(got.body, "<Code>", "<") != test.code {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
}

// STS gives its errors in its own form.
func TestSTSFaults(t *testing.T) {
	asked := stsQuestion(url.Values{"Action": {"AssumeRole"}, "RoleArn": {"arn:aws:iam::444455556666:role/reader"}})
	for code, effect := range map[string]Effect{
		"AccessDenied": AccessDenied(), "ExpiredToken": ExpiredToken(), "Throttling": Throttled(),
		"InternalFailure": ServerError(), "ServiceUnavailable": Unavailable(),
	} {
		server := New(t, World{Faults: []Fault{{Action: "sts:AssumeRole", Effect: effect}}})
		got := asked.ask(t, server)
		if got.status < 400 || between(got.body, "<Code>", "<") != code {
			t.Errorf("%s: %d %s", code, got.status, got.body)
		}
		if code == "AccessDenied" && !strings.HasSuffix(between(got.body, "<Message>", "<"), "sts:AssumeRole on resource: arn:aws:iam::444455556666:role/reader") {
			t.Error(got.body)
		}
	}
}
