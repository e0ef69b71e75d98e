package kubetest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"mime"
	"slices"
	"strconv"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

const jsonType = "application/json"

// form is how a list is written: whole, or the metadata alone.
type form struct{ metadata bool }

// formOf is the first form of an Accept header that the server knows.
func formOf(accept string) (form, bool) {
	for wish := range strings.SplitSeq(accept, ",") {
		media, parameters, err := mime.ParseMediaType(wish)
		if err != nil {
			continue
		}
		switch media {
		case jsonType, "*/*", "application/*":
			return form{metadata: parameters["as"] == "PartialObjectMetadataList"}, true
		}
	}
	return form{}, accept == ""
}

// stored are the objects of one resource. Each is written once in each form.
type stored struct {
	resource *collection
	objects  []Object

	mutex   sync.Mutex
	written map[form][][]byte
}

// store sorts objects into their lists.
func store(objects []Object) map[string]*stored {
	lists := map[string]*stored{}
	for _, resource := range collections {
		lists[resource.path] = &stored{resource: resource, written: map[form][][]byte{}}
	}
	for _, object := range objects {
		if resource := collectionOf(object); resource != nil {
			list := lists[resource.path]
			list.objects = append(list.objects, object)
		}
	}
	for _, list := range lists {
		slices.SortStableFunc(list.objects, func(a, b Object) int {
			return cmp.Or(cmp.Compare(a.GetNamespace(), b.GetNamespace()), cmp.Compare(a.GetName(), b.GetName()))
		})
	}
	return lists
}

// items are all objects in a form.
func (s *stored) items(as form) ([][]byte, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if written, done := s.written[as]; done {
		return written, nil
	}
	var written [][]byte
	for _, object := range s.objects {
		text, err := write(object, as)
		if err != nil {
			return nil, err
		}
		written = append(written, text)
	}
	s.written[as] = written
	return written, nil
}

func write(object Object, as form) ([]byte, error) {
	if as.metadata {
		object = metadataOf(object)
	}
	if !as.metadata {
		// Items of a list do not say their kind.
		object = object.DeepCopyObject().(Object)
		object.GetObjectKind().SetGroupVersionKind(schema.GroupVersionKind{})
	}
	return json.Marshal(object)
}

func metadataOf(object Object) Object {
	partial := &metav1.PartialObjectMetadata{TypeMeta: metav1.TypeMeta{Kind: "PartialObjectMetadata", APIVersion: "meta.k8s.io/v1"}}
	partial.SetName(object.GetName())
	partial.SetGenerateName(object.GetGenerateName())
	partial.SetNamespace(object.GetNamespace())
	partial.SetUID(object.GetUID())
	partial.SetResourceVersion(object.GetResourceVersion())
	partial.SetCreationTimestamp(object.GetCreationTimestamp())
	partial.SetDeletionTimestamp(object.GetDeletionTimestamp())
	partial.SetLabels(object.GetLabels())
	partial.SetAnnotations(object.GetAnnotations())
	partial.SetOwnerReferences(object.GetOwnerReferences())
	partial.SetManagedFields(object.GetManagedFields())
	return partial
}

// selects tells whether an object passes a selector of fields. The server knows
// that of the phase of pods.
func selects(fields string, object Object) bool {
	pod, isPod := object.(*corev1.Pod)
	if !isPod || fields == "" {
		return true
	}
	for term := range strings.SplitSeq(fields, ",") {
		if phase, unequal := strings.CutPrefix(term, "status.phase!="); unequal && string(pod.Status.Phase) == phase {
			return false
		}
	}
	return true
}

// page is a part of a list.
type page struct {
	items     [][]byte
	next      string
	remaining int64
}

// writePage writes a page in a form.
func (s *stored) writePage(p page, as form) ([]byte, error) {
	kind, apiVersion := s.resource.kind+"List", s.resource.apiVersion
	if as.metadata {
		kind, apiVersion = "PartialObjectMetadataList", "meta.k8s.io/v1"
	}
	meta := metav1.ListMeta{ResourceVersion: "4711", Continue: p.next}
	if p.next != "" {
		meta.RemainingItemCount = &p.remaining
	}
	return jsonPage(kind, apiVersion, meta, p.items)
}

func jsonPage(kind, apiVersion string, meta metav1.ListMeta, items [][]byte) ([]byte, error) {
	head, err := json.Marshal(meta)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	text.WriteString(`{"kind":` + strconv.Quote(kind) + `,"apiVersion":` + strconv.Quote(apiVersion) + `,"metadata":`)
	text.Write(head)
	text.WriteString(`,"items":[`)
	text.Write(bytes.Join(items, []byte(",")))
	text.WriteString("]}\n")
	return text.Bytes(), nil
}
