// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.account.Postings;
import io.wattmill.billing.account.Postings.Posting;
import io.wattmill.billing.budget.LeaseDebits.Use;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

final class BudgetsTest {

    private static final long DAY_US = 86_400_000_000L;
    private static final long NEW_YEAR_US = 1_767_225_600_000_000L;
    private static final Unit.Spendable TOKENS = new Unit.Tokens();

    @Property
    void slicesNeverExceedTheLimit(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int n) {
        Random random = new Random(seed);
        long limit = random.nextLong(1, 1 + Budget.MAX_LIMIT);
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            slices.add(new Slice(0, 0));
        }
        for (int i = 0; i < 50; i++) {
            int who = random.nextInt(n);
            long inUse = random.nextLong(0, slices.get(who).amount() + 1);
            slices.remove(who);
            slices.add(Slice.of(limit, random.nextLong(0, 2 * limit), inUse, slices));
            assertTrue(slices.stream().mapToLong(Slice::amount).sum() <= limit);
            assertTrue(slices.getLast().amount() >= inUse);
        }
    }

    @Property
    void aHardBudgetNeverLendsMoreThanItHas(
            @ForAll @LongRange(min = 0, max = 1_000_000) long amount,
            @ForAll @LongRange(min = 0, max = 1_000_000) long lent,
            @ForAll @LongRange(min = 0, max = 1_000_000) long owed,
            @ForAll @LongRange(min = 0, max = 2_000_000) long wanted,
            @ForAll @IntRange(min = 0, max = 5) int others) {
        Standing before = new Standing(1_000_000, 1_000_000 - lent, lent, 0, owed, 0, others, 0, 0);
        Budget budget = budget(amount, new Frame.Day(), true);
        LeasePlan plan = LeasePlan.of(budget, accounts(), before, wanted);
        long left = before.available() + plan.funded() - plan.repaid() - plan.granted();
        assertTrue(left >= 0);
        assertTrue(plan.granted() <= wanted);
        assertTrue(plan.granted() <= Math.max(0, amount - lent));
        for (Posting posting : Postings.of(plan.transfers(7, 0, "g", 1))) {
            long out = posting.debit().posted() + posting.debit().pending();
            long in = posting.credit().posted();
            if (posting.account().code().isCapped()) {
                assertTrue(before.available() + in - out >= 0);
            }
        }
    }

    @Property
    void everyUseIsTakenOnceWhetherOrNotItsLeaseCoversIt(@ForAll long seed) {
        Random random = new Random(seed);
        UUID id = new UUID(1, 1);
        HeldLease lease = new HeldLease(id, accounts(), "g", random.nextInt(500), false);
        LeaseDebits debits = new LeaseDebits(Map.of(id, lease), Map.of());
        long used = 0;
        for (int i = 0; i < 20; i++) {
            long amount = random.nextInt(60);
            used += amount;
            UUID of = random.nextInt(4) == 0 ? new UUID(9, 9) : id;
            debits.take(new Use(new UUID(0, i), 0, of, "b", TOKENS, amount));
        }
        long moved = debits.transfers(5, 2).stream().mapToLong(t -> t.amount()).sum();
        assertEquals(used, moved);
        assertTrue(debits.taken().values().stream().allMatch(t -> t.spent() <= lease.room()));
    }

    @Test
    void aLeaseOfABookingThatARestoredBackupLostHasAnotherId() {
        LeasePlan plan = new LeasePlan(accounts(), 0, 0, 5);
        assertNotEquals(plan.leaseId(7, 0, 1_000_000), plan.leaseId(7, 0, 1_001_000));
        assertEquals(
                plan.leaseId(7, 0, 1_000_000), plan.transfers(7, 0, "g", 1_000_000).get(0).id());
    }

    @Test
    void framesFollowTheCalendarInUtc() {
        assertEquals("2026-01-01", new Frame.Day().at(NEW_YEAR_US).name());
        assertEquals("2025-12-31", new Frame.Day().at(NEW_YEAR_US - 1).name());
        assertEquals(NEW_YEAR_US + DAY_US, new Frame.Day().at(NEW_YEAR_US).endsAtUs());
        assertEquals("2026-01", new Frame.Month().at(NEW_YEAR_US).name());
        assertEquals(NEW_YEAR_US + 31 * DAY_US, new Frame.Month().at(NEW_YEAR_US).endsAtUs());
        assertEquals(NEW_YEAR_US - 60, new Frame.Rolling(60).at(NEW_YEAR_US).spentSinceUs());
    }

    private static BudgetAccounts accounts() {
        return new BudgetAccounts(TOKENS, "b@2026-01-01");
    }

    private static Budget budget(long amount, Frame frame, boolean hard) {
        return new Budget("b", Scope.PROJECT, "p", TOKENS, amount, frame, hard);
    }
}
