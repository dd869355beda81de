package sqlite

import ("testing";"path/filepath";"fmt")

func BenchmarkZZ(b *testing.B) {
	c, err := connect(filepath.Join(b.TempDir(), "x.db"), writing)
	if err != nil { b.Fatal(err) }
	c.Exec("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT) STRICT")
	c.Exec("CREATE TABLE u (id TEXT PRIMARY KEY, n INTEGER) STRICT")
	c.Exec("INSERT INTO u VALUES ('x', 0)")
	b.Run("insert", func(b *testing.B) {
		c.Exec("BEGIN")
		for i := range b.N { c.Exec("INSERT INTO t (a, b) VALUES ($1, $2)", fmt.Sprint(i), "bbbbbbbbbbbbbbbbbbbbbbbb") }
		c.Exec("COMMIT")
	})
	b.Run("update", func(b *testing.B) {
		c.Exec("BEGIN")
		for i := range b.N { c.Exec("UPDATE u SET n = n + $1 WHERE id = $2 AND n + $1 >= 0", int64(i), "x") }
		c.Exec("COMMIT")
	})
	b.Run("savepoint", func(b *testing.B) {
		c.Exec("BEGIN")
		for range b.N { c.Exec("SAVEPOINT j"); c.Exec("RELEASE j") }
		c.Exec("COMMIT")
	})
	b.Run("select", func(b *testing.B) {
		for range b.N { r, _ := c.Query("SELECT n FROM u WHERE id = $1", "x"); for r.Next() {}; r.Close() }
	})
}
