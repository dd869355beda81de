package command

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
)

// Key is the environment's master key: 32 random bytes that are kept outside its
// store. authInfo, stored responses and the random release times depend on it.
type Key [32]byte

// Derive returns the key for a purpose: HMAC-SHA256 of it.
func (k Key) Derive(purpose string) []byte {
	mac := hmac.New(sha256.New, k[:])
	mac.Write([]byte(purpose))
	return mac.Sum(nil)
}

var errSealed = errors.New("sealed with another key, or damaged")

// aead returns AES-256-GCM with the key for a purpose. Nonces are random: far
// fewer than 2^32 values are sealed under one purpose, so they do not repeat.
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

// Seal encrypts plain for one purpose and object, which are authenticated.
func (s *Snapshot) Seal(plain []byte, purpose, object string) []byte {
	gcm := s.Runner.Key.aead(purpose)
	nonce := s.Runner.RandomBytes(gcm.NonceSize())
	return gcm.Seal(nonce, nonce, plain, []byte(object))
}

// Unseal decrypts what seal returned for the same purpose and object; errSealed
// if that fails.
func (s *Snapshot) Unseal(sealed []byte, purpose, object string) ([]byte, error) {
	gcm := s.Runner.Key.aead(purpose)
	if len(sealed) < gcm.NonceSize() {
		return nil, errSealed
	}
	plain, err := gcm.Open(nil, sealed[:gcm.NonceSize()], sealed[gcm.NonceSize():], []byte(object))
	if err != nil {
		return nil, fmt.Errorf("%s of %s: %w", purpose, object, errSealed)
	}
	return plain, nil
}
