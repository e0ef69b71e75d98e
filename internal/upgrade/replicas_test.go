package upgrade

import "testing"

func TestReplicasOf(t *testing.T) {
	number := func(value int) Claim[int] { return Claim[int]{Knowledge: Known, Value: value} }
	unset := NoClaim[int](Source{})
	later := UnknownClaim[int]("made at apply", Source{})
	shop := Workload{Kind: Deployment, Name: "shop"}
	scaler := func(minimum Claim[int]) *PodAutoscaler {
		return &PodAutoscaler{Namespace: "default", TargetKind: "Deployment", TargetName: "shop", MinReplicas: minimum}
	}
	gone := scaler(number(3))
	gone.Action = Delete
	elsewhere := scaler(number(3))
	elsewhere.Namespace = "other"
	for name, test := range map[string]struct {
		replicas   Claim[int]
		autoscaler *PodAutoscaler
		want       int
		known      bool
	}{
		"set":                                  {number(3), nil, 3, true},
		"not set":                              {unset, nil, 1, true},
		"not known":                            {later, nil, 0, false},
		"an autoscaler's minimum":              {unset, scaler(number(2)), 2, true},
		"an autoscaler without a minimum":      {unset, scaler(unset), 1, true},
		"an autoscaler with an unknown one":    {unset, scaler(later), 0, false},
		"raised by the autoscaler":             {number(1), scaler(number(2)), 2, true},
		"more than the autoscaler's":           {number(4), scaler(number(2)), 4, true},
		"zero, which switches autoscaling off": {number(0), scaler(number(2)), 0, true},
		"an autoscaler that goes":              {unset, gone, 1, true},
		"an autoscaler in another namespace":   {unset, elsewhere, 1, true},
	} {
		var objects Objects
		if test.autoscaler != nil {
			objects.Autoscalers = append(objects.Autoscalers, *test.autoscaler)
		}
		if got := objects.ReplicasOf(shop, PodController{Replicas: test.replicas}); got.Value != test.want || got.IsKnown() != test.known {
			t.Errorf("%s: got %+v, want %d, known %t", name, got, test.want, test.known)
		}
	}
}
