package registry

import (
	"bytes"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// key signs releases. It is made for one run of the tests and never written down.
type key struct {
	entity *openpgp.Entity
	// armored is the public key, as authors give it to a registry.
	armored string
}

// newKey makes an RSA key: the registry takes no key of another kind than RSA or
// DSA (https://developer.hashicorp.com/terraform/registry/providers/publishing).
func newKey(name string) (key, error) {
	config := &packet.Config{Algorithm: packet.PubKeyAlgoRSA, RSABits: 2048}
	entity, err := openpgp.NewEntity(name, "", name+"@example.com", config)
	if err != nil {
		return key{}, err
	}
	var armored bytes.Buffer
	writer, err := armor.Encode(&armored, openpgp.PublicKeyType, nil)
	if err != nil {
		return key{}, err
	}
	if err := entity.Serialize(writer); err != nil {
		return key{}, err
	}
	if err := writer.Close(); err != nil {
		return key{}, err
	}
	return key{entity: entity, armored: armored.String()}, nil
}

// id is how the registry and Terraform name the key.
func (k key) id() string { return k.entity.PrimaryKey.KeyIdString() }

// sign makes a detached signature: binary, as Terraform reads it.
func (k key) sign(document []byte) ([]byte, error) {
	var signature bytes.Buffer
	err := openpgp.DetachSign(&signature, k.entity, bytes.NewReader(document), nil)
	return signature.Bytes(), err
}

// signArmored makes the same signature in text form.
func (k key) signArmored(document []byte) ([]byte, error) {
	var signature bytes.Buffer
	err := openpgp.ArmoredDetachSign(&signature, k.entity, bytes.NewReader(document), nil)
	return signature.Bytes(), err
}
