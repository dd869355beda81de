package command

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
)

// A Key is the environment's secret: 32 random bytes that live outside its
// store. AuthInfo, kept replies and the moments of release depend on it.
type Key [32]byte

// Derive returns a key of its own for a purpose.
func (k Key) Derive(purpose string) []byte {
	mac := hmac.New(sha256.New, k[:])
	mac.Write([]byte(purpose))
	return mac.Sum(nil)
}

var errSealed = errors.New("sealed with another key, or damaged")

// aead returns the cipher for a purpose. AES-256-GCM; the nonce is random, and
// a purpose is sealed far less than 2^32 times under one object's context.
func (k Key) aead(purpose string) cipher.AEAD {
	block, err := aes.NewCipher(k.Derive("seal " + purpose))
	if err != nil {
		panic(err) // a 32-byte key is always good
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return gcm
}

// seal returns plain encrypted for one purpose and object.
func (s *Snapshot) seal(plain []byte, purpose, object string) []byte {
	gcm := s.run.Key.aead(purpose)
	nonce := s.run.random(gcm.NonceSize())
	return gcm.Seal(nonce, nonce, plain, []byte(object))
}

// unseal returns what seal was given.
func (s *Snapshot) unseal(sealed []byte, purpose, object string) ([]byte, error) {
	gcm := s.run.Key.aead(purpose)
	if len(sealed) < gcm.NonceSize() {
		return nil, errSealed
	}
	plain, err := gcm.Open(nil, sealed[:gcm.NonceSize()], sealed[gcm.NonceSize():], []byte(object))
	if err != nil {
		return nil, fmt.Errorf("%s of %s: %w", purpose, object, errSealed)
	}
	return plain, nil
}
