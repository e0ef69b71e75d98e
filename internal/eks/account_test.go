package eks

import (
	"fmt"
	"testing"
	"time"

	"github.com/eksupgrade/terraform-provider-eksupgrade/internal/eks/ekstest"
)

const callerIdentity = "sts:GetCallerIdentity"

// Plain keys do not tell the account: STS does, where EKS has no such cluster.
func TestAccountOfNoCluster(t *testing.T) {
	skipped := func(access *Access) { access.SkipRequestingAccountID = true }
	role := func(access *Access) {
		access.AssumeRole = []AssumeRole{{RoleARN: "arn:aws:iam::" + ekstest.Account + ":role/reader"}}
	}
	identity := func(effect ekstest.Effect) []ekstest.Fault {
		return []ekstest.Fault{{Action: callerIdentity, Effect: effect}}
	}
	for name, test := range map[string]struct {
		access  func(*Access)
		faults  []ekstest.Fault
		account string
		asked   int
	}{
		"keys":             {account: ekstest.Account, asked: 1},
		"a role":           {access: role, account: ekstest.Account},
		"not to be asked":  {access: skipped},
		"STS denies":       {faults: identity(ekstest.AccessDenied()), asked: 1},
		"STS does not end": {faults: identity(ekstest.Hang()), asked: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			world := ekstest.SixEnvironments()
			world.Roles = []ekstest.Role{{ARN: "arn:aws:iam::" + ekstest.Account + ":role/reader"}}
			server := ekstest.New(t, world)
			server.Break(test.faults...)
			var targets []Target
			for number := range 3 {
				target := Target{Environment: "new", Cluster: fmt.Sprintf("new-%d", number), Access: accessTo(server.URL)}
				if test.access != nil {
					test.access(&target.Access)
				}
				targets = append(targets, target)
			}
			client := New(Options{Deadline: 300 * time.Millisecond, Now: time.Now})
			for range 2 {
				for _, live := range client.Read(t.Context(), targets, wantAll) {
					if !live.NotFound || len(live.Problems) > 0 || live.Account != test.account {
						t.Errorf("expected no such cluster in account %q, found %+v", test.account, live)
					}
				}
			}
			if asked := countOf(server, callerIdentity); asked != test.asked {
				t.Errorf("STS was asked %d times, expected %d", asked, test.asked)
			}
		})
	}
}

// The ARN of a cluster that is there tells the account.
func TestAccountIsNotAskedFor(t *testing.T) {
	server := ekstest.New(t, ekstest.SixEnvironments())
	live := hurried().Read(t.Context(), []Target{prodAt(server.URL)}, wantAll)[0]
	if asked := countOf(server, callerIdentity); asked > 0 || live.Account != ekstest.Account {
		t.Errorf("STS was asked %d times, and the account is %q", asked, live.Account)
	}
}

func countOf(server *ekstest.Server, action string) int {
	count := 0
	for _, call := range server.Calls() {
		if call.Action == action {
			count++
		}
	}
	return count
}
