package kifdom

import (
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
)

func TestEveryPhaseHasAStatus(t *testing.T) {
	pending := &registry.Transfer{State: registry.TransferPending}
	refused := &registry.Transfer{State: registry.TransferClientRejected}
	for _, c := range []struct {
		d    registry.Domain
		want string
	}{
		{registry.Domain{Phase: registry.Active}, "active"},
		{registry.Domain{Phase: registry.Active, Transfer: pending}, "outgoing_transfer"},
		{registry.Domain{Phase: registry.Active, Transfer: refused}, "active"},
		{registry.Domain{Phase: registry.Expired}, "expired"},
		{registry.Domain{Phase: registry.Outzone}, "expired"},
		{registry.Domain{Phase: registry.Redemption}, "redemption"},
		{registry.Domain{Phase: registry.PendingRestore}, "pending_restore"},
		{registry.Domain{Phase: registry.PendingDelete}, "pending_delete"},
		{registry.Domain{Phase: registry.DeleteCandidate}, "pending_delete"},
	} {
		if got := statusOf(c.d); got != c.want {
			t.Errorf("%s: got %s, want %s", c.d.Phase, got, c.want)
		}
	}
}

func TestEurosHaveNoTrailingZeros(t *testing.T) {
	for minor, want := range map[int64]string{1350_00: "1350", 12_50: "12.5", 0: "0", 5: "0.05", 20_00: "20", 100: "1"} {
		totals := sampleTotals
		totals.Available, totals.OnHold = minor, 0
		if got, _ := errorMetaOf(totals).Balance.MarshalJSON(); string(got) != want {
			t.Errorf("%d: got %s, want %s", minor, got, want)
		}
	}
}

func TestEveryStateOfAPreorderHasAText(t *testing.T) {
	for _, state := range []registry.PreorderState{
		registry.PreorderWaiting, registry.PreorderCaught, registry.PreorderMissed, registry.PreorderCancelled, registry.PreorderUnpaid,
	} {
		if got := encodePreorder(registry.Preorder{Name: "a.fr", State: state}); got.Status == "" {
			t.Errorf("%s has no text", state)
		}
	}
}
