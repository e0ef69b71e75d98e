package ekstest

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// The keys of DefaultCredential. They are made up; a test can search logs and
// state for them.
const (
	AccessKey = "AKIAEKSTESTDEMO00001"
	SecretKey = "ekstest/secret+key/of+nobody/0123456789ab"
)

// Credential is a key that the server trusts.
type Credential struct {
	AccessKey string
	SecretKey string
	// Token is the session token that must come with the key, if any.
	Token string
	// Account is Account of this package where it is empty.
	Account string
	// ARN is who this is; a user named demo where it is empty.
	ARN string
	// Expires is when the key stops being good; never where it is zero.
	Expires time.Time
}

// DefaultCredential is trusted where a world names none.
func DefaultCredential() Credential {
	return Credential{AccessKey: AccessKey, SecretKey: SecretKey}
}

func (c Credential) account() string { return orElse(c.Account, Account) }

func (c Credential) arn() string {
	return orElse(c.ARN, "arn:aws:iam::"+c.account()+":user/demo")
}

// Role is a role that can be assumed.
type Role struct {
	ARN string
	// ExternalID must come with the request, where it is set.
	ExternalID string
	// WebIdentityToken is the token for which AssumeRoleWithWebIdentity gives the
	// role; with none it does not.
	WebIdentityToken string
}

// session is the temporary credential of a role. The same role and session name
// give the same key.
func (r Role) session(name string, expires time.Time) Credential {
	sum := sha256.Sum256([]byte(r.ARN + "\n" + name))
	text := hex.EncodeToString(sum[:])
	account, role, _ := strings.Cut(strings.TrimPrefix(r.ARN, "arn:aws:iam::"), ":role/")
	return Credential{
		AccessKey: "ASIA" + strings.ToUpper(text[:16]),
		SecretKey: "session/secret/" + text[16:40],
		Token:     "session/token/" + text[40:],
		Account:   account,
		ARN:       "arn:aws:sts::" + account + ":assumed-role/" + role[strings.LastIndex(role, "/")+1:] + "/" + name,
		Expires:   expires,
	}
}
