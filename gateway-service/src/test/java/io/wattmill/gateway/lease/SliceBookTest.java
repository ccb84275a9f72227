// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseWish;
import io.wattmill.gateway.lease.SliceBook.Outcome.Awaited;
import io.wattmill.gateway.lease.SliceBook.Outcome.Over;
import io.wattmill.gateway.lease.SliceBook.Outcome.Passed;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

final class SliceBookTest {

    private static final long S = 1_000_000L;
    private static final long T0 = 1_767_225_600 * S;
    private static final LeaseRules RULES = new LeaseRules(5 * S, S, 600 * S, 2);

    private final SliceBook slices = new SliceBook(RULES);

    @Test
    void waitsForItsFirstSliceAndThenLetsAllOfItPassAtOnce() {
        assertInstanceOf(Awaited.class, request(T0));
        assertEquals(12, slices.wishes(T0).getFirst().getAmount(), "one in five seconds");
        grant("rpm", 10, T0 + 100 * S);
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(Passed.class, request(T0 + i));
        }
        assertInstanceOf(Over.class, request(T0 + 10));
        assertEquals(0, slices.rate("rpm", T0 + 10).remaining());
        assertEquals(61 * S - 10, slices.rate("rpm", T0 + 10).resetUs());
    }

    @Property(tries = 200)
    void noMinuteHasMoreThanTheSliceAndWhoeverWaitsAsToldGetsIn(
            @ForAll @IntRange(min = 1, max = 40) int limit,
            @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = 3 * S) Long> gaps) {
        SliceBook book = new SliceBook(RULES);
        book.take(claim("rpm", 1, limit), T0);
        grantTo(book, "rpm", limit, T0 + 100_000 * S);
        List<Long> passed = new ArrayList<>();
        long now = T0;
        for (long gap : gaps) {
            now += gap;
            if (book.take(claim("rpm", 1, limit), now) instanceof Over(long retryUs)) {
                now += retryUs;
                assertInstanceOf(Passed.class, book.take(claim("rpm", 1, limit), now));
            }
            passed.add(now);
        }
        for (long end : passed) {
            long count = passed.stream().filter(at -> at > end - 60 * S && at <= end).count();
            assertTrue(count <= limit, count + " in a minute, the limit is " + limit);
        }
    }

    @Test
    void tokensAreGivenBackAndWhatWasMoreIsCounted() {
        slices.take(claim("tpm", 100, 100), T0);
        grant("tpm", 100, T0 + 100 * S);
        assertInstanceOf(Passed.class, slices.take(claim("tpm", 80, 100), T0));
        assertInstanceOf(Over.class, slices.take(claim("tpm", 30, 100), T0));
        slices.giveBack("tpm", 70, T0, T0 + S);
        assertEquals(90, slices.rate("tpm", T0 + S).remaining());
        slices.add("tpm", 85, T0 + S);
        assertInstanceOf(Over.class, slices.take(claim("tpm", 30, 100), T0 + S));
    }

    @Test
    void aNumberAtATimeIsNeverExceeded() {
        SliceClaim place = claim("slots", 1, 2);
        assertInstanceOf(Awaited.class, slices.enter(place, T0));
        assertEquals(1, slices.wishes(T0).getFirst().getAmount());
        grant("slots", 2, T0 + 15 * S);
        assertInstanceOf(Passed.class, slices.enter(place, T0));
        assertInstanceOf(Passed.class, slices.enter(place, T0));
        assertInstanceOf(Over.class, slices.enter(place, T0));
        LeaseWish wish = slices.wishes(T0 + 5 * S).getFirst();
        assertEquals(3, wish.getAmount());
        assertEquals(2, wish.getInUse());
        slices.leave("slots");
        assertInstanceOf(Passed.class, slices.enter(place, T0 + 5 * S));
        assertInstanceOf(Awaited.class, slices.enter(place, T0 + 14 * S), "the slice is over");
    }

    @Test
    void nothingMorePassesThanBillingWasToldWhileItDividesTheLimitAnew() {
        SliceClaim place = claim("slots", 1, 100);
        slices.enter(place, T0);
        grant("slots", 100, T0 + 100 * S);
        assertInstanceOf(Passed.class, slices.enter(place, T0));
        long told = slices.wishes(T0 + 5 * S).getFirst().getInUse();
        for (long i = 1; i < told; i++) {
            assertInstanceOf(Passed.class, slices.enter(place, T0 + 5 * S));
        }
        assertInstanceOf(Awaited.class, slices.enter(place, T0 + 5 * S));
        slices.unanswered();
        assertInstanceOf(Passed.class, slices.enter(place, T0 + 5 * S));
    }

    @Test
    void whatPassedWithinTheMinuteIsNotAnotherGateways() {
        slices.take(claim("rpm", 1, 10), T0);
        grant("rpm", 10, T0 + 15 * S);
        for (int i = 0; i < 10; i++) {
            request(T0);
        }
        LeaseWish wish = slices.wishes(T0 + 20 * S).getFirst();
        assertEquals(10, wish.getInUse());
        assertEquals(0, slices.wishes(T0 + 90 * S).size(), "nothing counts any more");
    }

    private SliceBook.Outcome request(long nowUs) {
        return slices.take(claim("rpm", 1, 10), nowUs);
    }

    private static SliceClaim claim(String id, long amount, long limit) {
        return new SliceClaim(id, amount, limit, false);
    }

    private void grant(String id, long amount, long untilUs) {
        grantTo(slices, id, amount, untilUs);
    }

    private static void grantTo(SliceBook book, String id, long amount, long untilUs) {
        book.wishes(T0);
        book.take(
                LeaseGrant.newBuilder()
                        .setBudgetId(id)
                        .setAmount(amount)
                        .setExpiresAtUs(untilUs)
                        .build());
    }
}
