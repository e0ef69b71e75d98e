package ekstest

import (
	"net/http"
	"strings"
	"time"
)

// Fault is something that goes wrong with some of the requests.
type Fault struct {
	// Action is such as eks:ListInsights; empty is every action of EKS. The actions
	// of STS are such as sts:AssumeRole.
	Action string
	// Cluster and Region narrow it to requests for that cluster and region.
	Cluster string
	Region  string
	// After is how many of these requests go well first.
	After int
	// Times is how many go wrong then; zero is all.
	Times  int
	Effect Effect
}

// Effect is what happens to a request.
type Effect struct {
	before, after func(*exchange)
}

type activeFault struct {
	Fault
	seen int
}

// Break switches faults on, besides those that are on already.
func (s *Server) Break(faults ...Fault) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, fault := range faults {
		s.faults = append(s.faults, &activeFault{Fault: fault})
	}
}

// Mend switches all faults off.
func (s *Server) Mend() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.faults = nil
}

// effects are those of the faults that meet the call, which each of them counts.
// The mutex is held.
func (s *Server) effects(call Call) []Effect {
	var effects []Effect
	for _, fault := range s.faults {
		if !fault.meets(call) {
			continue
		}
		fault.seen++
		if fault.seen > fault.After && (fault.Times == 0 || fault.seen <= fault.After+fault.Times) {
			effects = append(effects, fault.Effect)
		}
	}
	return effects
}

func (f *activeFault) meets(call Call) bool {
	service, _, _ := strings.Cut(call.Action, ":")
	return (f.Action == call.Action || f.Action == "" && service == "eks") &&
		(f.Cluster == "" || f.Cluster == call.Cluster) &&
		(f.Region == "" || f.Region == call.Region)
}

// instead answers a request that is signed as it should be with something else.
func instead(other func(*exchange) answer) Effect {
	return Effect{after: func(x *exchange) {
		if x.credential.AccessKey != "" || x.route != nil && x.route.unsigned {
			x.answer = other(x)
		}
	}}
}

// AccessDenied refuses the action, as IAM does.
func AccessDenied() Effect {
	return instead(func(x *exchange) answer {
		resource := x.arn()
		if x.form != nil {
			resource = x.form.Get("RoleArn")
		}
		return *x.refuse("AccessDeniedException",
			"User: "+x.credential.arn()+" is not authorized to perform: "+x.call.Action+" on resource: "+resource)
	})
}

// ExpiredToken says that the session token has expired.
func ExpiredToken() Effect {
	return instead(func(x *exchange) answer { return *x.refuse("ExpiredTokenException", expiredToken) })
}

// ServerError is status 500.
func ServerError() Effect {
	return instead(func(x *exchange) answer {
		if x.form != nil {
			return x.failure(http.StatusInternalServerError, "InternalFailure", "Internal failure")
		}
		return failureOf(http.StatusInternalServerError, "ServerException", "Internal server error", x.call.Cluster)
	})
}

// Unavailable is status 503.
func Unavailable() Effect {
	return instead(func(x *exchange) answer {
		return x.failure(http.StatusServiceUnavailable, "ServiceUnavailableException", "The service is unavailable. Back off and retry the operation.")
	})
}

// TooManyRequests is status 429.
func TooManyRequests() Effect {
	return instead(func(x *exchange) answer {
		return x.failure(http.StatusTooManyRequests, "TooManyRequestsException", "Too Many Requests")
	})
}

// Throttled is status 429 as a service gives it: ThrottlingException.
func Throttled() Effect { return instead((*exchange).throttled) }

// BadRequest is status 400 with this code and message.
func BadRequest(code, message string) Effect {
	return instead(func(x *exchange) answer {
		return failureOf(http.StatusBadRequest, code, message, x.call.Cluster)
	})
}

// NoCluster says that there is no cluster, as the actions that describe it do.
func NoCluster() Effect {
	return instead(func(x *exchange) answer {
		return notFound(x.call.Cluster, "No cluster found for name: "+x.call.Cluster+".")
	})
}

// NoClusterForClient says that there is no cluster in the other form that EKS has
// for it: a ClientException.
func NoClusterForClient() Effect {
	return instead(func(x *exchange) answer {
		return failureOf(http.StatusBadRequest, "ClientException", "No cluster found for name: "+x.call.Cluster, x.call.Cluster)
	})
}

// Reset ends the connection with no answer.
func Reset() Effect { return Effect{before: func(x *exchange) { x.reset = true }} }

// Hang never answers. It ends when the client goes or the server is closed.
func Hang() Effect { return Effect{before: func(x *exchange) { x.hang = true }} }

// HalfBody ends the connection in the middle of the body.
func HalfBody() Effect { return Effect{before: func(x *exchange) { x.half = true }} }

// RepeatToken gives the first page for ever, each time with the same token.
func RepeatToken() Effect { return Effect{before: func(x *exchange) { x.repeatToken = true }} }

// Delay makes the request take longer.
func Delay(by time.Duration) Effect { return Effect{before: func(x *exchange) { x.delay += by }} }

// Body answers with this text and status 200, as a proxy might, or a server that
// sends what is no JSON.
func Body(text string) Effect {
	return instead(func(*exchange) answer { return good([]byte(text)) })
}

// WrongJSON answers with JSON whose members have other types than they should.
func WrongJSON() Effect {
	return Body(`{"cluster":"a text","insights":{"not":"a list"},"insight":[],"nodegroups":7,"nodegroup":[],` +
		`"addons":true,"addon":[],"clusterVersions":"none","fargateProfileNames":1}`)
}
