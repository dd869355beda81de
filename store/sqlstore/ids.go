package sqlstore

// idBlockSize is how many IDs are reserved at once; a restart loses the unused
// ones.
const idBlockSize = 1000

// IDs holds the block of IDs reserved by one committing connection. A block is
// reserved in the transaction that needs it. A roll-back undoes the reservation,
// so the block must be dropped with Undo or Forget; no ID is returned twice.
type IDs struct {
	last, end   int64 // the last ID returned; the last ID of the block
	inSavepoint bool  // the block was reserved since the current savepoint
}

// Next returns an unused ID.
func (b *IDs) Next(c Conn) (int64, error) {
	if b.last == b.end {
		end, err := reserveIDs(c, b.last)
		if err != nil {
			return 0, err
		}
		b.last, b.end, b.inSavepoint = end-idBlockSize, end, true
	}
	b.last++
	return b.last, nil
}

// Undo is called after a roll-back to the savepoint.
func (b *IDs) Undo() {
	if b.inSavepoint {
		b.Forget()
	}
}

// Keep is called when a savepoint is set and after a commit: the block survives
// a roll-back to that savepoint.
func (b *IDs) Keep() { b.inSavepoint = false }

// Forget drops the block. It is called after a roll-back of the transaction.
func (b *IDs) Forget() { b.end, b.inSavepoint = b.last, false }

// reserveIDs reserves a block above after and returns its last ID.
func reserveIDs(c Conn, after int64) (int64, error) {
	rows, err := c.Query(`UPDATE counters SET value = CASE WHEN value < $1 THEN $1 ELSE value END + $2
		WHERE name = 'id' RETURNING value`, after, int64(idBlockSize))
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var end int64
	for rows.Next() {
		if err := rows.Scan(&end); err != nil {
			return 0, err
		}
	}
	return end, rows.Err()
}
