package kube

import (
	"encoding/json"
	"errors"
	"io"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func otherKind(of resource, found string) error {
	if found == "" {
		return badAnswer("it does not say its kind, where %s is expected", of.kind)
	}
	return badAnswer("it is a %.60q, where %s is expected", found, of.kind)
}

// readPage reads a page of a list, object by object, so that one at a time is there,
// and gives the token of the page that follows; none is the end.
func readPage[T any](contentType string, body io.Reader, of resource, each func(*T) error) (next string, err error) {
	if mediaType(contentType) != jsonType {
		return "", otherType(contentType)
	}
	decoder := json.NewDecoder(limit(body, mostBytes))
	if err := expect(decoder, json.Delim('{')); err != nil {
		return "", err
	}
	kind, listed := "", false
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return "", notJSON(err)
		}
		switch name {
		case "kind":
			err = decoder.Decode(&kind)
		case "metadata":
			var meta metav1.ListMeta
			err = decoder.Decode(&meta)
			next = meta.Continue
		case "items":
			listed = true
			err = jsonItems(decoder, each)
		default:
			var skipped json.RawMessage
			err = decoder.Decode(&skipped)
		}
		if err != nil {
			return "", notJSON(err)
		}
	}
	if _, err := decoder.Token(); err != nil {
		return "", notJSON(err)
	}
	switch {
	case !of.isKind(kind):
		return "", otherKind(of, kind)
	case !listed:
		return "", badAnswer("it has no items")
	default:
		return next, nil
	}
}

// jsonItems reads the objects; null is none.
func jsonItems[T any](decoder *json.Decoder, each func(*T) error) error {
	token, err := decoder.Token()
	switch {
	case err != nil:
		return err
	case token == nil:
		return nil
	case token != json.Delim('['):
		return badAnswer("its items are no list")
	}
	for decoder.More() {
		item := new(T)
		if err := decoder.Decode(item); err != nil {
			return err
		}
		if err := each(item); err != nil {
			return err
		}
	}
	return expect(decoder, json.Delim(']'))
}

func expect(decoder *json.Decoder, delim json.Delim) error {
	token, err := decoder.Token()
	switch {
	case err != nil:
		return notJSON(err)
	case token != delim:
		return badAnswer("expected %s, found %.60q", delim, token)
	default:
		return nil
	}
}

// notJSON tells of JSON that cannot be read. An answer that ends too soon, and what
// the network says, stay as they are.
func notJSON(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF):
		return io.ErrUnexpectedEOF
	case errors.As(err, &syntax):
		return badAnswer("it is no JSON: %v", err)
	case errors.As(err, &kind):
		return badAnswer("its JSON has other types: %v", err)
	default:
		return err
	}
}
