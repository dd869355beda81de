package sqlstore

// blockOfIDs is how many numbers are reserved at once; a restart loses what is
// left of them.
const blockOfIDs = 1000

// IDs are the numbers that are reserved for one who commits. A block is
// reserved in the transaction that needs it: when that is rolled back, so is
// the reservation, and the block is given up. No number is given out twice.
type IDs struct {
	last, end int64 // given out last; end of the block
	fresh     bool  // the block was reserved behind the current savepoint
}

// Next returns a number that nobody has.
func (b *IDs) Next(c Conn) (int64, error) {
	if b.last == b.end {
		end, err := reserve(c, b.last)
		if err != nil {
			return 0, err
		}
		b.last, b.end, b.fresh = end-blockOfIDs, end, true
	}
	b.last++
	return b.last, nil
}

// Undo follows a roll-back to the savepoint.
func (b *IDs) Undo() {
	if b.fresh {
		b.Forget()
	}
}

// Keep follows the release of the savepoint.
func (b *IDs) Keep() { b.fresh = false }

// Forget gives the block up. It follows a roll-back of the transaction.
func (b *IDs) Forget() { b.end, b.fresh = b.last, false }

// reserve takes a block above floor and returns its last number.
func reserve(c Conn, floor int64) (int64, error) {
	rows, err := c.Query(`UPDATE counters SET value = CASE WHEN value < $1 THEN $1 ELSE value END + $2
		WHERE name = 'id' RETURNING value`, floor, int64(blockOfIDs))
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
