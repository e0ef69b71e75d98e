package ekstest

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
)

// repeated is the token that the fault RepeatToken gives for ever.
const repeated = "cmVwZWF0ZWQ="

const largestPage = 100

// page cuts one page out of a list, as nextToken and maxResults ask for.
func page[T any](x *exchange, member string, all []T) answer {
	size := largestPage
	if x.world.PageSize > 0 {
		size = x.world.PageSize
	}
	if text := x.query.Get("maxResults"); text != "" {
		asked, err := strconv.Atoi(text)
		if err != nil || asked < 1 || asked > largestPage {
			return failureOf(http.StatusBadRequest, "InvalidParameterException", "maxResults must be between 1 and 100.", x.call.Cluster)
		}
		size = min(size, asked)
	}
	if x.repeatToken {
		return goodJSON(object{member: nonNil(all[:min(size, len(all))]), "nextToken": repeated})
	}
	from, ok := x.offset(len(all))
	if !ok {
		return failureOf(http.StatusBadRequest, "InvalidParameterException", "Invalid nextToken.", x.call.Cluster)
	}
	to := min(from+size, len(all))
	var next any
	if to < len(all) {
		next = x.token(to)
	}
	return goodJSON(object{member: nonNil(all[from:to]), "nextToken": next})
}

func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// token names the place where the next page of this list begins. It is good for
// this action and cluster alone.
func (x *exchange) token(offset int) string {
	return base64.URLEncoding.EncodeToString([]byte(x.call.Action + " " + x.call.Cluster + " " + strconv.Itoa(offset)))
}

func (x *exchange) offset(length int) (int, bool) {
	token := x.query.Get("nextToken")
	if token == "" {
		return 0, true
	}
	text, err := base64.URLEncoding.DecodeString(token)
	if err != nil {
		return 0, false
	}
	number, mine := strings.CutPrefix(string(text), x.call.Action+" "+x.call.Cluster+" ")
	offset, err := strconv.Atoi(number)
	return offset, mine && err == nil && offset > 0 && offset < length
}
