package ekstest

import (
	"net/http"
	"time"
)

// almost makes good what the rounding of fractions takes away.
const almost = 1e-9

// bucket is the state of a Limit.
type bucket struct {
	tokens float64
	filled time.Time
}

// allow takes a token for the request, if there is one. The mutex is held.
func (s *Server) allow(x *exchange) bool {
	limit := x.world.Limit
	if limit.PerSecond <= 0 || x.form != nil {
		return true
	}
	size := float64(max(limit.Burst, 1))
	key := x.credential.account() + " " + x.signature.region
	held := s.buckets[key]
	if held == nil {
		held = &bucket{tokens: size, filled: x.now}
		s.buckets[key] = held
	}
	held.tokens = min(size, held.tokens+x.now.Sub(held.filled).Seconds()*limit.PerSecond)
	held.filled = x.now
	if held.tokens < 1-almost {
		return false
	}
	held.tokens--
	return true
}

func (x *exchange) throttled() answer {
	return x.failure(http.StatusTooManyRequests, "ThrottlingException", "Rate exceeded")
}
