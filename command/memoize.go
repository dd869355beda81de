package command

// Memoize returns known[key], or the result of look, which it then stores.
func Memoize[K comparable, V any](known map[K]V, key K, look func(K) (V, error)) (V, error) {
	v, ok := known[key]
	if ok {
		return v, nil
	}
	v, err := look(key)
	if err == nil {
		known[key] = v
	}
	return v, err
}
