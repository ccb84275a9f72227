// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.gateway.budget.Budget;
import io.wattmill.gateway.budget.Measure;
import io.wattmill.gateway.lease.Hold;
import io.wattmill.gateway.meter.Metering;

import java.util.ArrayList;
import java.util.List;

/**
 * What one request has set aside of budgets and limits. One thread at a time. What is given back is
 * given back in the reverse order of taking.
 */
final class Holdings {

    private sealed interface Held {

        /** Set aside of leases. */
        record OfLeases(Budget budget, Measure.Spendable measure, Hold hold) implements Held {}

        /** A budget that will be spent from though nothing is set aside. */
        record Nothing(Budget budget, Measure.Spendable measure) implements Held {}

        /** Counted of a rate at an instant. */
        record OfRate(Budget limit, long amount, long atUs) implements Held {}

        /** A place of a number at a time. */
        record Place(Budget limit) implements Held {}
    }

    private final Reserver books;
    private final List<Held> held = new ArrayList<>(4);
    private final List<Budget> overspent = new ArrayList<>(0);
    private boolean open = true;
    private int holds;

    Holdings(Reserver books) {
        this.books = books;
    }

    void leases(Budget budget, Measure.Spendable measure, Hold hold) {
        held.add(new Held.OfLeases(budget, measure, hold));
        holds++;
    }

    void nothing(Budget budget, Measure.Spendable measure) {
        held.add(new Held.Nothing(budget, measure));
    }

    void rate(Budget limit, long amount, long atUs) {
        held.add(new Held.OfRate(limit, amount, atUs));
    }

    void place(Budget limit) {
        held.add(new Held.Place(limit));
    }

    void overspent(Budget budget) {
        overspent.add(budget);
    }

    /** Soft budgets and limits that are exceeded. */
    List<String> overspent() {
        return overspent.isEmpty() ? List.of() : overspent.stream().map(Budget::id).toList();
    }

    /** It is kept: the request runs. */
    void kept() {
        books.notices().holds(holds);
        overspent.forEach(books.notices()::overspent);
    }

    /** What the usage record says of leases before anything is spent. */
    List<LeaseUse> named() {
        List<LeaseUse> uses = new ArrayList<>();
        for (Held one : held) {
            if (one instanceof Held.OfLeases(_, _, Hold hold)) {
                uses.addAll(hold.named());
            }
        }
        return uses;
    }

    /** Replaces what was set aside by what was used; places stay until {@link #close}. */
    List<LeaseUse> settle(Metering used, long nowUs) {
        if (!open) {
            throw new IllegalStateException("a request is settled once");
        }
        open = false;
        books.notices().holds(-holds);
        List<LeaseUse> uses = new ArrayList<>();
        for (Held one : held) {
            settle(one, used, uses, nowUs);
        }
        return uses;
    }

    private void settle(Held one, Metering used, List<LeaseUse> uses, long nowUs) {
        switch (one) {
            case Held.OfLeases(Budget budget, Measure.Spendable measure, Hold hold) -> {
                long spent = Spent.of(measure, used);
                if (spent > hold.amount()) {
                    books.notices().overran(budget, spent - hold.amount());
                }
                uses.addAll(hold.settle(spent, nowUs));
            }
            case Held.Nothing(Budget budget, Measure.Spendable measure) -> {
                long spent = Spent.of(measure, used);
                uses.addAll(books.leases().spend(budget.id(), budget.unit(), spent, nowUs));
            }
            case Held.OfRate(Budget limit, long amount, long atUs) -> {
                if (limit.measure() == Measure.Limit.TOKENS_PER_MINUTE) {
                    trueUp(limit, Spent.tokens(used) - amount, atUs, nowUs);
                }
            }
            case Held.Place _ -> {}
        }
    }

    private void trueUp(Budget limit, long beyond, long atUs, long nowUs) {
        if (beyond > 0) {
            books.slices().add(limit.id(), beyond, nowUs);
        } else if (beyond < 0) {
            books.slices().giveBack(limit.id(), -beyond, atUs, nowUs);
        }
    }

    /** Gives back places, and what is not settled. */
    void close(long nowUs) {
        boolean unsettled = open;
        open = false;
        if (unsettled) {
            books.notices().holds(-holds);
        }
        giveBack(unsettled, nowUs);
    }

    /** Undoes all of it: the request does not run. */
    void undo(long nowUs) {
        open = false;
        giveBack(true, nowUs);
    }

    private void giveBack(boolean unsettled, long nowUs) {
        for (Held one : held.reversed()) {
            switch (one) {
                case Held.OfLeases(_, _, Hold hold) -> hold.release();
                case Held.Nothing _ -> {}
                case Held.OfRate(Budget limit, long amount, long atUs) -> {
                    if (unsettled) {
                        books.slices().giveBack(limit.id(), amount, atUs, nowUs);
                    }
                }
                case Held.Place(Budget limit) -> books.slices().leave(limit.id());
            }
        }
        held.clear();
    }
}
