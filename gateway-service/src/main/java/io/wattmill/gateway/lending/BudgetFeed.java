// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lending;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.wattmill.contract.ledger.v1.BudgetChanged;
import io.wattmill.contract.ledger.v1.BudgetTerms;
import io.wattmill.contract.ledger.v1.BudgetsReply;
import io.wattmill.contract.ledger.v1.BudgetsRequest;
import io.wattmill.contract.ledger.v1.Ledger;
import io.wattmill.contract.ledger.v1.LedgerAddresses;
import io.wattmill.gateway.budget.BudgetSet;
import io.wattmill.kit.bus.Bus;
import io.wattmill.kit.health.HealthStatus;
import io.wattmill.kit.time.Ticker;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The budgets and limits that billing keeps: asked for at intervals, and at once when billing says
 * that one changed. Without billing the last list is used on, after a restart the one on disk;
 * before the first one nobody knows who has a hard budget, and nobody is let in.
 */
public final class BudgetFeed {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetFeed.class);
    private static final long NS_PER_MS = 1_000_000L;
    private static final double NS_PER_S = 1e9;

    private final Vertx vertx;
    private final LendingConfig config;
    private final Ledger ledger;
    private final Bus bus;
    private final KeptBudgets kept;
    private final Ticker ticker;
    private final MeterRegistry metrics;
    private final Runnable whenChanged;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Known known = new Known(Optional.empty(), 0, 0);
    private volatile long askedNanos;
    private @Nullable MessageConsumer<Buffer> hints;
    private long timer = -1;

    private record Known(Optional<BudgetSet> budgets, long revision, long heardNanos) {}

    /**
     * The budgets of {@code ledger}; none until {@link #start}.
     *
     * @param file where the last list is kept
     * @param whenChanged runs when the list is another, on any thread
     */
    public BudgetFeed(
            Vertx vertx,
            LendingConfig config,
            Ledger ledger,
            Bus bus,
            Path file,
            Ticker ticker,
            MeterRegistry metrics,
            Runnable whenChanged) {
        this.vertx = vertx;
        this.config = config;
        this.ledger = ledger;
        this.bus = bus;
        this.ticker = ticker;
        this.metrics = metrics;
        this.kept = new KeptBudgets(vertx, new BudgetFile(file), metrics);
        this.whenChanged = whenChanged;
        metrics.gauge("wattmill_budgets_age_seconds", this, BudgetFeed::ageSeconds);
    }

    /** The budgets of this moment; empty before the first answer. From any thread. */
    public Optional<BudgetSet> current() {
        return known.budgets();
    }

    /** Completes when a first answer came or was waited for; billing need not be there. */
    public Future<Void> start() {
        hints =
                bus.subscribe(
                        LedgerAddresses.BUDGET_CHANGED,
                        BudgetChanged.parser(),
                        _ -> refreshQuietly());
        return kept.read()
                .onSuccess(found -> found.ifPresent(this::recall))
                .compose(_ -> refresh().otherwiseEmpty())
                .onComplete(_ -> timer = vertx.setPeriodic(config.tick().toMillis(), _ -> tick()));
    }

    /** A list from an earlier run is as good as stale, and billing is asked for all of it. */
    private void recall(List<BudgetTerms> terms) {
        long staleNanos = ticker.nanos() - config.maxStale().toNanos() - NS_PER_MS;
        learn(new Known(Optional.of(BudgetSet.of(terms)), 0, staleNanos));
        whenChanged.run();
    }

    /** Ends the refreshing. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return hints == null ? Future.succeededFuture() : hints.unregister();
    }

    /**
     * Down before the first answer. An old list is said to be stale and used on: hard budgets hold
     * by their leases, and to serve nobody would be worse for those who have none.
     */
    public HealthStatus health() {
        Known now = known;
        if (now.budgets().isEmpty()) {
            return HealthStatus.down("billing has not said yet which budgets there are");
        }
        long ageMs = (ticker.nanos() - now.heardNanos()) / NS_PER_MS;
        boolean stale = ageMs > config.maxStale().toMillis();
        return HealthStatus.up(
                now.budgets().get().size()
                        + " budgets, heard "
                        + ageMs
                        + " ms ago"
                        + (stale ? ": stale, billing does not answer" : ""));
    }

    /** Until the first answer requests wait for it: billing is asked at every tick. */
    private void tick() {
        long sinceNanos = ticker.nanos() - askedNanos;
        if (known.budgets().isEmpty() || sinceNanos >= config.refresh().toNanos()) {
            refreshQuietly();
        }
    }

    private double ageSeconds() {
        Known now = known;
        return now.budgets().isEmpty()
                ? Double.NaN
                : (ticker.nanos() - now.heardNanos()) / NS_PER_S;
    }

    private void refreshQuietly() {
        if (asking.compareAndSet(false, true)) {
            refresh()
                    .onComplete(_ -> asking.set(false))
                    .onFailure(e -> LOG.atDebug().setCause(e).log("no budgets now"));
        }
    }

    private Future<Void> refresh() {
        long asked = ticker.nanos();
        askedNanos = asked;
        return page("").compose(first -> first.getUnchanged() ? same(asked) : rest(first, asked))
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(_ -> metrics.counter("wattmill_budgets_refresh_failures").increment());
    }

    private Future<BudgetsReply> page(String after) {
        long revision = after.isEmpty() ? known.revision() : 0;
        return ledger.budgets(
                BudgetsRequest.newBuilder().setKnownRevision(revision).setAfter(after).build());
    }

    private Future<Void> same(long asked) {
        Known now = known;
        learn(new Known(now.budgets(), now.revision(), asked));
        return Future.succeededFuture();
    }

    private Future<Void> rest(BudgetsReply first, long asked) {
        List<BudgetTerms> terms = new ArrayList<>(first.getBudgetsList());
        return more(first, terms)
                .map(
                        _ -> {
                            take(terms, first.getRevision(), asked);
                            return null;
                        });
    }

    /** The pages after one; fails when the list is changed on the way. */
    private Future<Void> more(BudgetsReply page, List<BudgetTerms> terms) {
        if (!page.getMore() || page.getBudgetsCount() == 0) {
            return Future.succeededFuture();
        }
        String last = page.getBudgets(page.getBudgetsCount() - 1).getId();
        return page(last)
                .compose(
                        next -> {
                            if (next.getRevision() != page.getRevision()) {
                                return Future.failedFuture("budgets changed while they were read");
                            }
                            terms.addAll(next.getBudgetsList());
                            return more(next, terms);
                        });
    }

    private void take(List<BudgetTerms> terms, long revision, long asked) {
        BudgetSet budgets = BudgetSet.of(terms);
        if (budgets.size() < terms.size()) {
            metrics.counter("wattmill_budgets_unreadable").increment(terms.size() - budgets.size());
            LOG.atError()
                    .addKeyValue("budgets", terms.size() - budgets.size())
                    .log("budgets of a kind that this version does not know are not kept to");
        }
        learn(new Known(Optional.of(budgets), revision, asked));
        kept.write(terms);
        whenChanged.run();
    }

    /** An answer that was given up may come after one that was asked for later. */
    private synchronized void learn(Known heard) {
        if (known.budgets().isEmpty() || heard.heardNanos() - known.heardNanos() >= 0) {
            known = heard;
        }
    }
}
