// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseWish;
import io.wattmill.gateway.lease.LeaseBook.Hold;
import io.wattmill.gateway.lease.LeaseBook.Outcome;
import io.wattmill.gateway.lease.LeaseBook.Outcome.Held;
import io.wattmill.gateway.lease.LeaseBook.Outcome.Refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

final class LeaseBookTest {

    private static final long S = 1_000_000L;
    private static final long T0 = 1_767_225_600 * S;
    private static final LeaseRules RULES = new LeaseRules(5 * S, S, 600 * S, 2);

    private final LeaseBook book = new LeaseBook(RULES);

    @Test
    void refusesUntilThereIsALeaseAndThenHoldsWithinIt() {
        assertInstanceOf(Refused.class, book.hold("b", 10, T0));
        assertEquals(640, wish(T0).getAmount());
        grant("l1", 25, T0 + 30 * S);
        Hold first = held(book.hold("b", 10, T0));
        held(book.hold("b", 10, T0));
        assertInstanceOf(Refused.class, book.hold("b", 10, T0));
        assertEquals(4, first.settle(4).getAmount());
        assertEquals("l1", held(book.hold("b", 10, T0)).settle(11).getLeaseId());
    }

    @Test
    void givesBackWhatIsReleasedAndSettlesOnce() {
        grantOf("b", "l1", 10);
        Hold hold = held(book.hold("b", 10, T0));
        hold.release();
        hold.release();
        Hold again = held(book.hold("b", 10, T0));
        again.settle(10);
        assertThrows(IllegalStateException.class, () -> again.settle(10));
    }

    @Test
    void stopsSpendingBeforeTheEndOfALeaseByTheSkew() {
        grantOf("b", "l1", 100);
        held(book.hold("b", 1, T0 + 29 * S - 1)).release();
        assertInstanceOf(Refused.class, book.hold("b", 1, T0 + 29 * S));
        assertEquals(List.of("l1"), book.released(T0 + 29 * S));
        assertEquals(List.of(), book.released(T0 + 29 * S));
    }

    @Test
    void releasesALeaseOnlyWhenNothingOfItIsHeld() {
        grantOf("b", "l1", 10);
        Hold hold = held(book.hold("b", 10, T0));
        assertEquals(List.of(), book.released(T0 + 60 * S));
        hold.settle(10);
        assertEquals(List.of("l1"), book.released(T0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 100_000})
    void asksOnceInFiveSecondsAtAnyRateAndEnoughForIt(int perSecond) {
        long wishes = 0;
        long refused = 0;
        int step = Math.max(1, perSecond / 10);
        for (long now = T0; now < T0 + 60 * S; now += S * step / perSecond) {
            for (int i = 0; i < step; i++) {
                Outcome outcome = book.hold("b", 10, now);
                if (outcome instanceof Held(Hold hold)) {
                    hold.settle(10);
                } else if (now > T0 + 10 * S) {
                    refused++;
                }
            }
            book.released(now);
            for (LeaseWish wish : book.wishes(now)) {
                wishes++;
                grant("l" + wishes, wish.getAmount(), now + 30 * S);
            }
        }
        assertTrue(wishes <= 12, wishes + " wishes in a minute");
        assertEquals(0, refused);
    }

    @Test
    void saysWhatBillingSaid() {
        book.hold("b", 1, T0);
        book.take(
                LeaseGrant.newBuilder().setBudgetId("b").setRefusedReason("nothing left").build());
        assertEquals(new Refused("nothing left"), book.hold("b", 1, T0));
    }

    @Test
    void aFencedBookSpendsNothing() {
        grantOf("b", "l1", 10);
        book.fence();
        assertInstanceOf(Refused.class, book.hold("b", 1, T0));
    }

    @Test
    void keepsNoMoreBudgetsThanItMayAndForgetsIdleOnes() {
        book.hold("a", 1, T0);
        book.hold("b", 1, T0);
        assertInstanceOf(Refused.class, book.hold("c", 1, T0));
        assertEquals(1, book.turnedAway());
        assertEquals(2, book.wishes(T0).size());
        assertEquals(0, book.wishes(T0 + 600 * S).size());
        book.hold("c", 1, T0 + 600 * S);
        assertEquals("c", wish(T0 + 600 * S).getBudgetId());
    }

    @Test
    void neverHoldsMoreThanItWasGrantedWhateverTheThreads() throws InterruptedException {
        grantOf("b", "l1", 50_000);
        AtomicLong spent = new AtomicLong();
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        List<Thread> threads =
                IntStream.range(0, 4)
                        .mapToObj(n -> Thread.ofPlatform().start(() -> spend(spent, seed + n)))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(50_000, spent.get());
    }

    private void spend(AtomicLong spent, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 40_000; i++) {
            if (book.hold("b", 1, T0) instanceof Held(Hold hold)) {
                if (random.nextBoolean()) {
                    spent.addAndGet(hold.settle(1).getAmount());
                } else {
                    hold.release();
                }
            }
        }
        while (book.hold("b", 1, T0) instanceof Held(Hold hold)) {
            spent.addAndGet(hold.settle(1).getAmount());
        }
    }

    @Test
    void aRateLetsPassItsSliceAndOneSecondMore() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        SliceBook slices = new SliceBook(RULES);
        slices.take("rpm", 1, T0);
        slices.take(slice("rpm", 600, T0 + 100 * S));
        List<Long> passed = new ArrayList<>();
        for (long now = T0; now < T0 + 90 * S; now += random.nextInt(20_000)) {
            if (slices.take("rpm", 1, now)) {
                passed.add(now);
            }
        }
        long inMinute = passed.stream().filter(at -> at >= T0 + 20 * S && at < T0 + 80 * S).count();
        assertTrue(inMinute >= 599 && inMinute <= 611, inMinute + " in a minute, seed " + seed);
    }

    @Test
    void aNumberAtATimeIsNeverExceeded() {
        SliceBook slices = new SliceBook(RULES);
        assertTrue(!slices.enter("slots", T0));
        assertEquals(1, slices.wishes(T0).getFirst().getAmount());
        slices.take(slice("slots", 2, T0 + 15 * S));
        assertTrue(slices.enter("slots", T0));
        assertTrue(slices.enter("slots", T0));
        assertTrue(!slices.enter("slots", T0));
        LeaseWish wish = slices.wishes(T0 + 5 * S).getFirst();
        assertEquals(3, wish.getAmount());
        assertEquals(2, wish.getInUse());
        slices.leave("slots");
        assertTrue(slices.enter("slots", T0));
        assertTrue(!slices.enter("slots", T0 + 14 * S));
    }

    private static LeaseGrant slice(String id, long amount, long untilUs) {
        return LeaseGrant.newBuilder()
                .setBudgetId(id)
                .setAmount(amount)
                .setExpiresAtUs(untilUs)
                .build();
    }

    private LeaseWish wish(long nowUs) {
        List<LeaseWish> wishes = book.wishes(nowUs);
        assertEquals(1, wishes.size());
        return wishes.getFirst();
    }

    private void grantOf(String budget, String lease, long amount) {
        book.hold(budget, 1, T0);
        grant(lease, amount, T0 + 30 * S);
    }

    private void grant(String lease, long amount, long untilUs) {
        book.take(
                LeaseGrant.newBuilder()
                        .setBudgetId("b")
                        .setLeaseId(lease)
                        .setUnit("token")
                        .setAmount(amount)
                        .setExpiresAtUs(untilUs)
                        .build());
    }

    private static Hold held(Outcome outcome) {
        return assertInstanceOf(Held.class, outcome).hold();
    }
}
