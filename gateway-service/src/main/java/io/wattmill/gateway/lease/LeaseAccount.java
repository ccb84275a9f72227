// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.contract.ledger.v1.LeaseWish;
import io.wattmill.gateway.lease.LeaseBook.Hold;
import io.wattmill.gateway.lease.LeaseBook.Outcome;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The leases of one budget, oldest first, and the demand for it. */
final class LeaseAccount {

    /** The first wish is made of the first few requests only: it asks for many times as much. */
    private static final long FIRST = 64;

    /** A wish covers the demand of two intervals: this one, and that of the next wish. */
    private static final long INTERVALS = 2;

    private static final String NO_ANSWER = "billing has not granted a lease yet";
    private static final long MOST = Long.MAX_VALUE / FIRST;

    private final String budgetId;
    private final LeaseRules rules;
    private final List<Lease> leases = new ArrayList<>();
    private String refusal = NO_ANSWER;
    private boolean asked;
    private long demand;
    private long sinceUs;
    private long wantedUs;

    LeaseAccount(String budgetId, LeaseRules rules, long nowUs) {
        this.budgetId = budgetId;
        this.rules = rules;
        this.sinceUs = nowUs;
        this.wantedUs = nowUs;
    }

    synchronized Outcome hold(long estimate, long nowUs) {
        demand = Math.min(MOST, demand + estimate);
        wantedUs = nowUs;
        for (int i = 0; i < leases.size(); i++) {
            Lease lease = leases.get(i);
            if (lease.covers(estimate, nowUs)) {
                lease.hold(estimate);
                return new Outcome.Held(new Hold(this, lease, estimate));
            }
        }
        return new Outcome.Refused(refusal);
    }

    synchronized LeaseUse settle(Hold hold, long spent) {
        if (!hold.close()) {
            throw new IllegalStateException("a hold is settled once");
        }
        hold.lease().settle(hold.amount(), spent);
        return LeaseUse.newBuilder()
                .setBudgetId(budgetId)
                .setLeaseId(hold.lease().id())
                .setUnit(hold.lease().unit())
                .setAmount(spent)
                .build();
    }

    synchronized void release(Hold hold) {
        if (hold.close()) {
            hold.lease().settle(hold.amount(), 0);
        }
    }

    /** What is missing for the demand of the next interval, measured since the last wish. */
    synchronized Optional<LeaseWish> wish(long nowUs) {
        long elapsedUs = nowUs - sinceUs;
        if (demand == 0 || (asked && elapsedUs < rules.intervalUs())) {
            return Optional.empty();
        }
        long wanted = asked ? expected(elapsedUs) : demand * FIRST;
        long ready = ready(nowUs + rules.intervalUs());
        if (ready >= wanted / INTERVALS) {
            return Optional.empty();
        }
        asked = true;
        demand = 0;
        sinceUs = nowUs;
        return Optional.of(
                LeaseWish.newBuilder().setBudgetId(budgetId).setAmount(wanted - ready).build());
    }

    /** Demand of the time that a wish covers; no product leaves 64 bits. */
    private long expected(long elapsedUs) {
        long spanUs = INTERVALS * rules.intervalUs();
        return demand <= Long.MAX_VALUE / spanUs
                ? Math.ceilDiv(demand * spanUs, elapsedUs)
                : demand / elapsedUs * spanUs;
    }

    private long ready(long atUs) {
        return leases.stream().mapToLong(lease -> lease.leftAt(atUs)).sum();
    }

    synchronized void retire(long nowUs, List<String> ids) {
        for (Iterator<Lease> all = leases.iterator(); all.hasNext(); ) {
            Lease lease = all.next();
            if (lease.isDone(nowUs)) {
                all.remove();
                ids.add(lease.id());
            }
        }
    }

    synchronized void take(LeaseGrant grant) {
        if (grant.getLeaseId().isEmpty()) {
            refusal = grant.getRefusedReason().isEmpty() ? NO_ANSWER : grant.getRefusedReason();
        } else {
            refusal = NO_ANSWER;
            long lastUs = grant.getExpiresAtUs() - rules.skewUs();
            leases.add(new Lease(grant.getLeaseId(), grant.getUnit(), grant.getAmount(), lastUs));
        }
    }

    synchronized boolean isIdle(long nowUs) {
        return leases.isEmpty() && nowUs - wantedUs >= rules.idleUs();
    }
}
