// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

import io.wattmill.contract.ledger.v1.LeaseGrant;

/** What billing said of a budget last. Its account guards it. */
final class Word {

    private final long holdsUs;
    private String refusal = "";
    private long spent;
    private long elsewhere;
    private long regainsAtUs;
    private long noUntilUs;

    /** Nothing heard yet; a refusal holds for {@code holdsUs} at most. */
    Word(long holdsUs) {
        this.holdsUs = holdsUs;
    }

    void heard(LeaseGrant grant, long nowUs) {
        refusal = grant.getRefusedReason();
        spent = grant.getSpent();
        elsewhere = grant.getElsewhere();
        regainsAtUs = grant.getRegainsAtUs();
        long againUs = nowUs + holdsUs;
        boolean sooner = regainsAtUs > nowUs && regainsAtUs < againUs;
        noUntilUs = refusal.isEmpty() ? 0 : sooner ? regainsAtUs : againUs;
    }

    /** Whether billing has refused, and lately enough to believe it. */
    boolean isNo(long nowUs) {
        return nowUs < noUntilUs;
    }

    void forget() {
        noUntilUs = 0;
    }

    void spent(long amount) {
        spent += amount;
    }

    long spent() {
        return spent;
    }

    Shortage shortage() {
        return new Shortage(refusal, spent, elsewhere, regainsAtUs, noUntilUs);
    }
}
