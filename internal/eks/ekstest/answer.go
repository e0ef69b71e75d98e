package ekstest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
)

// object is a JSON object.
type object = map[string]any

// answer is what goes back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func good(body []byte) answer {
	return answer{status: http.StatusOK, header: http.Header{"Content-Type": {"application/json"}}, body: body}
}

// goodJSON is the answer that holds a value. Texts stay as they are: EKS escapes
// nothing for HTML.
func goodJSON(value any) answer {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return failure(http.StatusInternalServerError, "ServerException", err.Error())
	}
	return good(body.Bytes())
}

// failure is an error as EKS gives it where it speaks of no resource.
func failure(status int, code, message string) answer {
	return failureWith(status, code, object{"message": message})
}

// failureOf is an error as EKS gives it about a resource of a cluster.
func failureOf(status int, code, message, cluster string) answer {
	return failureWith(status, code, object{
		"clusterName": orNull(cluster), "nodegroupName": nil, "fargateProfileName": nil,
		"addonName": nil, "subscriptionId": nil, "message": message,
	})
}

func failureWith(status int, code string, body object) answer {
	result := goodJSON(body)
	result.status = status
	result.header.Set("X-Amzn-Errortype", code)
	return result
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// send writes the answer. With half set it stops in the middle of the body, and
// the server then ends the connection.
func (a answer) send(w http.ResponseWriter, half bool) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	body := a.body
	if half {
		body = body[:len(body)/2]
	}
	_, _ = w.Write(body)
}
