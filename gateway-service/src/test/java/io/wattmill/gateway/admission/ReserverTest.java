// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.contract.ledger.v1.LeaseWish;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.gateway.admission.Reserver.Need;
import io.wattmill.gateway.admission.Reserver.Result;
import io.wattmill.gateway.budget.Budget;
import io.wattmill.gateway.budget.Frame;
import io.wattmill.gateway.budget.Measure;
import io.wattmill.gateway.budget.Whose;
import io.wattmill.gateway.lease.Claim;
import io.wattmill.gateway.lease.LeaseBook;
import io.wattmill.gateway.lease.LeaseRules;
import io.wattmill.gateway.lease.SliceBook;
import io.wattmill.gateway.meter.Metering;
import io.wattmill.gateway.meter.PriceTable;
import io.wattmill.gateway.meter.Situation;
import io.wattmill.gateway.meter.Tokens;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Random budgets of random requests, with a bank that lends each budget once and no more. */
final class ReserverTest {

    private static final long S = 1_000_000L;
    private static final long T0 = 1_767_225_600 * S;
    private static final LeaseRules RULES = new LeaseRules(5 * S, S, 600 * S, 100);

    private final LeaseBook leases = new LeaseBook(RULES);
    private final SliceBook slices = new SliceBook(RULES);
    private final SilentNotices notices = new SilentNotices();
    private final Reserver reserver = new Reserver(leases, slices, notices);
    private final Map<String, Long> bank = new HashMap<>();
    private final Map<String, Long> spent = new HashMap<>();
    private int granted;

    @Property(tries = 300)
    void holdsAllBudgetsOrNoneAndNeverPassesACap(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 0, max = 300) Integer> amounts,
            @ForAll long seed) {
        new ReserverTest().check(amounts, seed);
    }

    private void check(List<Integer> amounts, long seed) {
        Random random = new Random(seed);
        List<Budget> budgets = new ArrayList<>();
        for (int i = 0; i < amounts.size(); i++) {
            budgets.add(budget("b" + i, amounts.get(i)));
            bank.put("b" + i, (long) amounts.get(i));
        }
        List<Holdings> running = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            if (random.nextBoolean() || running.isEmpty()) {
                reserve(budgets, 1 + random.nextInt(60)).ifPresent(running::add);
            } else {
                end(running.remove(random.nextInt(running.size())), random);
            }
            assertEquals((long) running.size() * budgets.size(), notices.holds.get());
        }
        running.forEach(holdings -> end(holdings, random));
        for (Budget budget : budgets) {
            assertTrue(spent.getOrDefault(budget.id(), 0L) <= budget.amount(), budget.toString());
            assertAllIsThere(budget);
        }
    }

    /** What is not spent can be held, to the last one: nothing was stranded. */
    private void assertAllIsThere(Budget budget) {
        long lent = budget.amount() - bank.getOrDefault(budget.id(), 0L);
        long left = lent - spent.getOrDefault(budget.id(), 0L);
        for (long i = 0; i < left; i++) {
            assertTrue(
                    leases.hold(Claim.of(budget.id(), 1), T0) instanceof LeaseBook.Outcome.Held,
                    () -> "only a part of what is left can be held");
        }
    }

    private Optional<Holdings> reserve(List<Budget> budgets, long tokens) {
        Estimate estimate = new Estimate(tokens, 0, OptionalLong.of(0), "USD", 0);
        Turn turn = Turn.FIRST;
        for (int i = 0; i < 20; i++) {
            long before = notices.holds.get();
            switch (reserver.reserve(new Need(budgets, estimate, turn, T0))) {
                case Result.Kept(Holdings holdings) -> {
                    return Optional.of(holdings);
                }
                case Result.No _ -> {
                    assertEquals(before, notices.holds.get());
                    return Optional.empty();
                }
                case Result.Awaited() -> lend();
            }
            turn = Turn.AGAIN;
        }
        throw new AssertionError("no decision in twenty turns");
    }

    private void lend() {
        for (LeaseWish wish : leases.wishes(T0)) {
            long lent = Math.min(wish.getAmount(), bank.getOrDefault(wish.getBudgetId(), 0L));
            bank.merge(wish.getBudgetId(), -lent, Long::sum);
            LeaseGrant.Builder grant = LeaseGrant.newBuilder().setBudgetId(wish.getBudgetId());
            leases.take(
                    lent == 0
                            ? grant.setRefusedReason("nothing left").build()
                            : grant.setLeaseId("l" + ++granted)
                                    .setUnit("token")
                                    .setAmount(lent)
                                    .setExpiresAtUs(T0 + 30 * S)
                                    .build(),
                    T0);
        }
    }

    private void end(Holdings holdings, Random random) {
        if (random.nextBoolean()) {
            for (LeaseUse use : holdings.settle(used(1), T0)) {
                spent.merge(use.getBudgetId(), use.getAmount(), Long::sum);
            }
        }
        holdings.close(T0);
        holdings.close(T0);
    }

    private static Metering used(long tokens) {
        TokenVector vector = TokenVector.newBuilder().setInputUncached(tokens).build();
        return Metering.of(
                new Tokens(vector, UsageSource.USAGE_SOURCE_ENGINE),
                "m",
                new Situation("o", "p", "", T0),
                PriceTable.NONE,
                EnergyCoefficients.getDefaultInstance());
    }

    private static Budget budget(String id, long amount) {
        return new Budget(
                id,
                new Whose(Whose.Kind.PROJECT, "p"),
                "token",
                new Measure.Tokens(),
                amount,
                new Frame.Day(),
                true);
    }
}
