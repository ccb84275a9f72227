// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import io.wattmill.contract.ledger.v1.UsageRecord;

/**
 * A request that was let in and is not closed. The handle by which its owner tells the journal
 * more.
 */
public final class OpenRequest {

    private final long admittedAtUs;
    private UsageRecord state;
    private Segment home;

    OpenRequest(long admittedAtUs, UsageRecord state, Segment home) {
        this.admittedAtUs = admittedAtUs;
        this.state = state;
        this.home = home;
        home.pinOpen(1);
    }

    /** Instant of admission, epoch microseconds; no two calls of one journal go back in time. */
    public long admittedAtUs() {
        return admittedAtUs;
    }

    UsageRecord state() {
        return state;
    }

    void state(UsageRecord newer) {
        state = newer;
    }

    /** Takes over whatever is set in {@code changes}. */
    void merge(UsageRecord changes) {
        state = state.toBuilder().mergeFrom(changes).build();
    }

    Segment home() {
        return home;
    }

    /** The newest state lies in {@code segment} now. */
    void moveTo(Segment segment) {
        home.pinOpen(-1);
        home = segment;
        home.pinOpen(1);
    }
}
