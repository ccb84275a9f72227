// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.ledger;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Looks acknowledged requests up, a few at a time, until each is there or the time is over: what
 * was answered a moment ago may still be on its way from a gateway's journal.
 */
public final class LedgerVerification {
    private static final int LOOKED_UP_AT_ONCE = 100;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final LedgerApi ledger;
    private final Consumer<String> progress;
    private final long deadlineNanos;

    private LedgerVerification(LedgerApi ledger, Duration patience, Consumer<String> progress) {
        this.ledger = ledger;
        this.progress = progress;
        this.deadlineNanos = System.nanoTime() + patience.toNanos();
    }

    /**
     * Blocks for at most about {@code patience}, and for as long as the suite verifies its books.
     *
     * @param url of the gateway
     * @param progress hears how far the books are verified, when that takes long
     * @throws LedgerAway when it did not answer in all that time
     * @throws IllegalArgumentException when it refuses the key
     */
    public static LedgerVerdict of(
            URI url, String adminKey, AckFile acks, Duration patience, Consumer<String> progress)
            throws LedgerAway, InterruptedException {
        try (var ledger = new LedgerApi(url, adminKey)) {
            return new LedgerVerification(ledger, patience, progress).run(acks);
        }
    }

    private LedgerVerdict run(AckFile acks) throws LedgerAway, InterruptedException {
        var times = lookUp(acks.ids());
        var missing = missing(acks.ids(), times);
        while (!missing.isEmpty() && mayTryAgain()) {
            times.putAll(lookUp(missing));
            missing = missing(missing, times);
        }
        var often = acks.ids().stream().filter(id -> times.getOrDefault(id, 0L) > 1).toList();
        return new LedgerVerdict(acks, missing, often, books());
    }

    private static List<UUID> missing(List<UUID> ids, Map<UUID, Long> times) {
        return ids.stream().filter(id -> times.getOrDefault(id, 0L) == 0).toList();
    }

    private Map<UUID, Long> lookUp(List<UUID> ids) throws LedgerAway, InterruptedException {
        var times = new HashMap<UUID, Long>();
        for (var from = 0; from < ids.size(); from += LOOKED_UP_AT_ONCE) {
            var few = ids.subList(from, Math.min(ids.size(), from + LOOKED_UP_AT_ONCE));
            times.putAll(answered(() -> ledger.settled(few)));
        }
        return times;
    }

    private BooksReport books() throws LedgerAway, InterruptedException {
        var report = answered(() -> ledger.verify(progress));
        while (!report.ok() && mayTryAgain()) {
            report = answered(() -> ledger.verify(progress));
        }
        return report;
    }

    @FunctionalInterface
    private interface Question<A> {
        A ask() throws LedgerAway, InterruptedException;
    }

    private <A> A answered(Question<A> question) throws LedgerAway, InterruptedException {
        while (true) {
            try {
                return question.ask();
            } catch (LedgerAway e) {
                if (!mayTryAgain()) {
                    throw e;
                }
            }
        }
    }

    private boolean mayTryAgain() throws InterruptedException {
        if (System.nanoTime() >= deadlineNanos) {
            return false;
        }
        Thread.sleep(PAUSE);
        return true;
    }
}
