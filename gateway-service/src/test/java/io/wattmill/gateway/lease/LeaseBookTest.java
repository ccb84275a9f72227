// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.contract.ledger.v1.LeaseWish;
import io.wattmill.gateway.lease.LeaseBook.Outcome;
import io.wattmill.gateway.lease.LeaseBook.Outcome.Awaited;
import io.wattmill.gateway.lease.LeaseBook.Outcome.Barred;
import io.wattmill.gateway.lease.LeaseBook.Outcome.Held;
import io.wattmill.gateway.lease.LeaseBook.Outcome.Refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertInstanceOf(Awaited.class, book.hold(Claim.of("b", 10), T0));
        assertEquals(640, wish(T0).getAmount());
        grant("l1", 25, T0 + 30 * S);
        Hold first = held(book.hold(Claim.of("b", 10), T0));
        held(book.hold(Claim.of("b", 10), T0));
        assertInstanceOf(Awaited.class, book.hold(Claim.of("b", 10), T0));
        assertEquals(4, amount(first.settle(4, T0)));
        assertEquals(
                "l1",
                held(book.hold(Claim.of("b", 10), T0)).settle(11, T0).getFirst().getLeaseId());
    }

    @Test
    void givesBackWhatIsReleasedAndSettlesOnce() {
        grantOf("b", "l1", 10);
        Hold hold = held(book.hold(Claim.of("b", 10), T0));
        hold.release();
        hold.release();
        Hold again = held(book.hold(Claim.of("b", 10), T0));
        again.settle(10, T0);
        assertThrows(IllegalStateException.class, () -> again.settle(10, T0));
    }

    @Test
    void stopsSpendingBeforeTheEndOfALeaseByTheSkew() {
        grantOf("b", "l1", 100);
        held(book.hold(Claim.of("b", 1), T0 + 29 * S - 1)).release();
        assertInstanceOf(Awaited.class, book.hold(Claim.of("b", 1), T0 + 29 * S));
        assertEquals(List.of("l1"), book.released(T0 + 29 * S));
        assertEquals(List.of(), book.released(T0 + 29 * S));
    }

    @Test
    void releasesALeaseOnlyWhenNothingOfItIsHeld() {
        grantOf("b", "l1", 10);
        Hold hold = held(book.hold(Claim.of("b", 10), T0));
        assertEquals(List.of(), book.released(T0 + 60 * S));
        hold.settle(10, T0);
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
                Outcome outcome = book.hold(Claim.of("b", 10), now);
                if (outcome instanceof Held(Hold hold)) {
                    hold.settle(10, now);
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
        book.hold(Claim.of("b", 1), T0);
        book.take(
                LeaseGrant.newBuilder().setBudgetId("b").setRefusedReason("nothing left").build(),
                T0);
        assertEquals("nothing left", refused(book.hold(Claim.of("b", 1), T0)).reason());
        assertInstanceOf(Awaited.class, book.hold(Claim.of("b", 1), T0 + 5 * S), "old news");
    }

    @Test
    void aFencedBookSpendsNothing() {
        grantOf("b", "l1", 10);
        book.fence();
        assertInstanceOf(Barred.class, book.hold(Claim.of("b", 1), T0));
    }

    @Test
    void keepsNoMoreBudgetsThanItMayAndForgetsIdleOnes() {
        book.hold(Claim.of("a", 1), T0);
        book.hold(Claim.of("b", 1), T0);
        assertInstanceOf(Barred.class, book.hold(Claim.of("c", 1), T0));
        assertEquals(1, book.turnedAway());
        assertEquals(2, book.wishes(T0).size());
        assertEquals(0, book.wishes(T0 + 600 * S).size());
        book.hold(Claim.of("c", 1), T0 + 600 * S);
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
            if (book.hold(Claim.of("b", 1), T0) instanceof Held(Hold hold)) {
                if (random.nextBoolean()) {
                    spent.addAndGet(amount(hold.settle(1, T0)));
                } else {
                    hold.release();
                }
            }
        }
        while (book.hold(Claim.of("b", 1), T0) instanceof Held(Hold hold)) {
            spent.addAndGet(amount(hold.settle(1, T0)));
        }
    }

    @Test
    void requestsThatWaitAreAskedForAtOnceAndTogether() {
        grantOf("b", "l1", 10);
        held(book.hold(Claim.of("b", 10), T0));
        book.wishes(T0);
        assertEquals(List.of(), book.wishes(T0 + 1));
        book.hold(new Claim("b", 30, 20, false), T0 + S);
        book.hold(new Claim("b", 30, 20, false), T0 + S);
        assertEquals(60, wish(T0 + S).getAmount(), "more than this gateway would have in hand");
        assertEquals(List.of(), book.wishes(T0 + S));
    }

    @Test
    void asksForAPartOfABudgetWhereRequestsDoNotNeedMore() {
        book.hold(new Claim("b", 10, 125, false), T0);
        assertEquals(125, wish(T0).getAmount());
    }

    @Test
    void aHoldMayLieInSeveralLeases() {
        grantOf("b", "l1", 10);
        grant("l2", 10, T0 + 30 * S);
        Hold hold = held(book.hold(Claim.of("b", 15), T0));
        assertEquals(List.of("l1", "l2"), hold.named().stream().map(LeaseUse::getLeaseId).toList());
        List<LeaseUse> uses = hold.settle(12, T0);
        assertEquals(List.of(10L, 2L), uses.stream().map(LeaseUse::getAmount).toList());
        held(book.hold(Claim.of("b", 8), T0)).release();
    }

    @Test
    void anOverrunComesFromWhatIsInHandFirst() {
        grantOf("b", "l1", 10);
        grant("l2", 10, T0 + 30 * S);
        List<LeaseUse> uses = held(book.hold(Claim.of("b", 10), T0)).settle(25, T0);
        assertEquals(25, amount(uses));
        assertEquals(
                15,
                uses.stream()
                        .filter(u -> u.getLeaseId().equals("l1"))
                        .mapToLong(LeaseUse::getAmount)
                        .sum());
        assertInstanceOf(Awaited.class, book.hold(Claim.of("b", 1), T0));
    }

    @Test
    void aBudgetThatOnlyTellsIsSpentFromWithoutALease() {
        List<LeaseUse> uses = book.spend("soft", "token", 7, T0);
        assertEquals(LeaseBook.NO_LEASE, uses.getFirst().getLeaseId());
        grantOf("b", "l1", 5);
        assertEquals(
                List.of(5L, 2L),
                book.spend("b", "token", 7, T0).stream().map(LeaseUse::getAmount).toList());
        assertEquals(7, book.spent("b"));
    }

    @Test
    void noHoldStrandsWhatALeaseThatEndsHadLeft() {
        grantOf("b", "l1", 10);
        Hold phantom = held(book.hold(Claim.of("b", 6), T0));
        assertInstanceOf(Awaited.class, book.hold(Claim.of("b", 4), T0 + 29 * S));
        grant("l2", 10, T0 + 60 * S);
        held(book.hold(Claim.of("b", 10), T0 + 29 * S));
        assertEquals(List.of(), book.released(T0 + 29 * S), "its request may still settle");
        phantom.release();
        assertEquals(List.of("l1"), book.released(T0 + 29 * S));
    }

    private static long amount(List<LeaseUse> uses) {
        return uses.stream().mapToLong(LeaseUse::getAmount).sum();
    }

    private static Shortage refused(Outcome outcome) {
        return assertInstanceOf(Refused.class, outcome).shortage();
    }

    private LeaseWish wish(long nowUs) {
        List<LeaseWish> wishes = book.wishes(nowUs);
        assertEquals(1, wishes.size());
        return wishes.getFirst();
    }

    private void grantOf(String budget, String lease, long amount) {
        book.hold(Claim.of(budget, 1), T0);
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
                        .build(),
                T0);
    }

    private static Hold held(Outcome outcome) {
        return assertInstanceOf(Held.class, outcome).hold();
    }
}
