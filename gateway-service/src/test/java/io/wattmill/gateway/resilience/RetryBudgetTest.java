// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class RetryBudgetTest {

    private static final long MS = 1_000_000;
    private static final long WINDOW = 10_000 * MS;
    private static final RetryConfig CONFIG = new RetryConfig(20, 1, Duration.ofSeconds(10));

    @Test
    void allowsAFifthOfTheRequestsAndAMinimum() {
        RetryBudget budget = new RetryBudget(CONFIG);
        for (int i = 0; i < 200; i++) {
            budget.request(0);
        }
        int taken = 0;
        while (budget.take(0)) {
            taken++;
        }
        assertEquals(200 / 5 + 10, taken);
        assertTrue(budget.take(WINDOW), "the next window has its minimum");
    }

    /** Steps are even: a request and its time; or odd: one that asks for a further call. */
    @Property
    void isNeverExceededInAnyWindow(
            @ForAll @Size(max = 400) List<@IntRange(max = 900) Integer> steps) {
        RetryBudget budget = new RetryBudget(CONFIG);
        List<Long> requests = new ArrayList<>();
        List<Long> retries = new ArrayList<>();
        long now = 0;
        for (int step : steps) {
            now += step % 7 == 0 ? step * MS : 0;
            if (step % 2 == 0) {
                budget.request(now);
                requests.add(now);
            } else if (budget.take(now)) {
                retries.add(now);
                long most = within(requests, now, WINDOW) / 5 + 10;
                assertTrue(within(retries, now, WINDOW * 9 / 10) <= most);
            }
        }
    }

    private static long within(List<Long> times, long now, long window) {
        return times.stream().filter(at -> now - at < window).count();
    }
}
