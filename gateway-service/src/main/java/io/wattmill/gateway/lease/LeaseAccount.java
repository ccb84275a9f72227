// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.contract.ledger.v1.LeaseWish;
import io.wattmill.gateway.lease.Hold.Part;
import io.wattmill.gateway.lease.LeaseBook.Outcome;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The leases of one budget, oldest first, and the demand for it. */
final class LeaseAccount {

    /** A wish that is made of a moment's demand asks for at most so many times as much. */
    private static final long FIRST = 64;

    /** A wish covers the demand of two intervals: this one, and that of the next wish. */
    private static final long INTERVALS = 2;

    /** Leases that one hold may lie in: a usage record names few. */
    private static final int MAX_PARTS = 4;

    private static final long MOST = Long.MAX_VALUE / FIRST;

    private final String budgetId;
    private final LeaseRules rules;
    private final List<Lease> leases = new ArrayList<>();
    private final Word word;
    private boolean asked;
    private long demand;
    private long lacking;
    private long most = Long.MAX_VALUE;
    private long sinceUs;
    private long wantedUs;

    LeaseAccount(String budgetId, LeaseRules rules, long nowUs) {
        this.budgetId = budgetId;
        this.rules = rules;
        this.word = new Word(rules.intervalUs());
        this.sinceUs = nowUs;
        this.wantedUs = nowUs;
    }

    synchronized Outcome hold(Claim claim, long nowUs) {
        wantedUs = nowUs;
        most = claim.most();
        if (!claim.again()) {
            demand = Math.min(MOST, demand + claim.amount());
        }
        List<Part> parts = parts(claim.amount(), nowUs);
        if (!parts.isEmpty()) {
            parts.forEach(part -> part.lease().hold(part.amount()));
            return new Outcome.Held(new Hold(this, parts, claim.amount()));
        }
        if (word.isNo(nowUs)) {
            return new Outcome.Refused(word.shortage());
        }
        lacking = Math.min(MOST, lacking + Math.max(1, claim.amount()));
        return new Outcome.Awaited();
    }

    /** One lease where one is enough, else several; none when all of them are not enough. */
    private List<Part> parts(long amount, long nowUs) {
        for (int i = 0; i < leases.size(); i++) {
            Lease lease = leases.get(i);
            long left = lease.leftAt(nowUs);
            if (left > 0 && left >= amount) {
                return List.of(new Part(lease, amount));
            }
        }
        return amount > 0 && ready(nowUs) >= amount ? several(amount, nowUs) : List.of();
    }

    private List<Part> several(long amount, long nowUs) {
        List<Part> parts = new ArrayList<>();
        long missing = amount;
        for (Lease lease : leases) {
            long part = Math.min(missing, lease.leftAt(nowUs));
            if (part > 0) {
                parts.add(new Part(lease, part));
                missing -= part;
            }
        }
        return parts.size() <= MAX_PARTS ? parts : List.of();
    }

    synchronized List<LeaseUse> settle(Hold hold, long spent, long nowUs) {
        if (!hold.close()) {
            throw new IllegalStateException("a hold is settled once");
        }
        word.spent(spent);
        List<LeaseUse> uses = new ArrayList<>(1);
        long rest = spent;
        for (Part part : hold.parts()) {
            long used = Math.min(rest, part.amount());
            part.lease().settle(part.amount(), used);
            rest -= used;
            add(uses, part.lease(), used);
        }
        overrun(uses, rest, hold.parts().getLast().lease(), nowUs);
        return uses;
    }

    /** What was spent beyond a hold comes from what is in hand, and the rest stands as too much. */
    private void overrun(List<LeaseUse> uses, long beyond, Lease last, long nowUs) {
        long rest = fromHand(uses, beyond, nowUs);
        last.spend(rest);
        add(uses, last, rest);
    }

    /** Takes from what is in hand without a hold; what is left of it that nothing covered. */
    synchronized long spend(List<LeaseUse> uses, long amount, long nowUs) {
        word.spent(amount);
        return fromHand(uses, amount, nowUs);
    }

    private long fromHand(List<LeaseUse> uses, long amount, long nowUs) {
        long rest = amount;
        for (int i = 0; i < Math.min(MAX_PARTS, leases.size()) && rest > 0; i++) {
            Lease lease = leases.get(i);
            long part = Math.min(rest, lease.leftAt(nowUs));
            lease.spend(part);
            rest -= part;
            add(uses, lease, part);
        }
        return rest;
    }

    private void add(List<LeaseUse> uses, Lease lease, long amount) {
        if (amount > 0) {
            uses.add(use(lease, amount));
        }
    }

    private LeaseUse use(Lease lease, long amount) {
        return LeaseUse.newBuilder()
                .setBudgetId(budgetId)
                .setLeaseId(lease.id())
                .setUnit(lease.unit())
                .setAmount(amount)
                .build();
    }

    List<LeaseUse> named(Hold hold) {
        return hold.parts().stream().map(part -> use(part.lease(), 0)).toList();
    }

    synchronized void release(Hold hold) {
        if (hold.close()) {
            hold.parts().forEach(part -> part.lease().settle(part.amount(), 0));
        }
    }

    /**
     * What is missing for the demand of the next interval, measured since the last wish. While
     * requests wait there is no interval.
     */
    synchronized Optional<LeaseWish> wish(long nowUs) {
        long elapsedUs = nowUs - sinceUs;
        boolean waiting = lacking > 0 && !word.isNo(nowUs);
        boolean due = waiting || !asked || elapsedUs >= rules.intervalUs();
        if (demand + lacking == 0 || !due) {
            return Optional.empty();
        }
        long wanted = Math.max(lacking, Math.min(most, expected(elapsedUs)));
        long ready = ready(nowUs + rules.intervalUs());
        if (!waiting && ready >= wanted / INTERVALS) {
            return Optional.empty();
        }
        long missing = Math.max(lacking, wanted - ready);
        asked = true;
        demand = 0;
        lacking = 0;
        sinceUs = nowUs;
        return Optional.of(
                LeaseWish.newBuilder()
                        .setBudgetId(budgetId)
                        .setAmount(Math.max(1, missing))
                        .build());
    }

    /** Demand of the time that a wish covers; no product leaves 64 bits. */
    private long expected(long elapsedUs) {
        long spanUs = INTERVALS * rules.intervalUs();
        long measuredUs = Math.max(elapsedUs, spanUs / FIRST);
        return demand <= Long.MAX_VALUE / spanUs
                ? Math.ceilDiv(demand * spanUs, measuredUs)
                : demand / measuredUs * spanUs;
    }

    private long ready(long atUs) {
        long sum = 0;
        for (int i = 0; i < leases.size(); i++) {
            sum += leases.get(i).leftAt(atUs);
        }
        return sum;
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

    /** Requests that wait ask again now, and say what they still lack. */
    synchronized void take(LeaseGrant grant, long nowUs) {
        word.heard(grant, nowUs);
        lacking = 0;
        if (!grant.getLeaseId().isEmpty()) {
            long lastUs = grant.getExpiresAtUs() - rules.skewUs();
            leases.add(new Lease(grant.getLeaseId(), grant.getUnit(), grant.getAmount(), lastUs));
        }
    }

    /** Billing's refusal is old news: the budget was changed. */
    synchronized void reconsider() {
        word.forget();
    }

    /** What counts as spent, as far as it is known here. */
    synchronized long spent() {
        return word.spent();
    }

    synchronized boolean isIdle(long nowUs) {
        return leases.isEmpty() && nowUs - wantedUs >= rules.idleUs();
    }
}
