// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

import io.wattmill.contract.ledger.v1.LeaseUse;

import java.util.List;

/** An amount set aside from the leases of one budget. */
public final class Hold {

    /** What of it lies in one lease. */
    record Part(Lease lease, long amount) {}

    private final LeaseAccount account;
    private final List<Part> parts;
    private final long amount;
    private boolean open = true;

    Hold(LeaseAccount account, List<Part> parts, long amount) {
        this.account = account;
        this.parts = parts;
        this.amount = amount;
    }

    /** What was set aside. */
    public long amount() {
        return amount;
    }

    /**
     * Replaces the estimate by what was spent, which may be more; what the usage record says.
     *
     * @throws IllegalStateException when it was settled or released before
     */
    public List<LeaseUse> settle(long spent, long nowUs) {
        return account.settle(this, spent, nowUs);
    }

    /** Gives all of it back; a second time it does nothing. */
    public void release() {
        account.release(this);
    }

    /** What the usage record says of it before anything is spent. */
    public List<LeaseUse> named() {
        return account.named(this);
    }

    List<Part> parts() {
        return parts;
    }

    /** True the first time. */
    boolean close() {
        boolean first = open;
        open = false;
        return first;
    }
}
