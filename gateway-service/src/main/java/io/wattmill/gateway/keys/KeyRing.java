// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.Pool;
import io.wattmill.contract.identity.v1.IdentityAddresses;
import io.wattmill.contract.identity.v1.IdentityChanged;
import io.wattmill.gateway.identity.Identification;
import io.wattmill.gateway.identity.KeyHash;
import io.wattmill.gateway.identity.KeyHasher;
import io.wattmill.gateway.identity.KeySet;
import io.wattmill.gateway.identity.KeyText;
import io.wattmill.gateway.identity.Scope;
import io.wattmill.kit.bus.Bus;
import io.wattmill.kit.health.HealthStatus;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Every key of the site, in memory. Looked up from any thread; refreshed whenever the database says
 * that something changed. Without the database known keys are served for {@code
 * identity.max-stale}, then nobody is.
 */
public final class KeyRing {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
    private static final String ORGANIZATION = "default";
    private static final String PROJECT = "demo";
    private static final Set<Scope> DEVELOPER = Set.of(Scope.INFERENCE, Scope.USAGE, Scope.PLAN);

    private final Vertx vertx;
    private final IdentityConfig config;
    private final Pool pool;
    private final PostgresKeys store;
    private final byte[] pepper;
    private final Clock clock;
    private final Ticker ticker;
    private final MeterRegistry metrics;
    private final Bus bus;
    private final Ids ids = new Ids();
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile Known known;
    private long timer = -1;
    private @Nullable MessageConsumer<Buffer> hints;

    private record Known(KeySet keys, long revision, long confirmedNanos) {}

    /** A ring over the schema that {@code pool} opens; empty until {@link #start}. */
    public KeyRing(
            Vertx vertx,
            IdentityConfig config,
            Pool pool,
            byte[] pepper,
            Clock clock,
            Ticker ticker,
            MeterRegistry metrics,
            Bus bus) {
        this.vertx = vertx;
        this.config = config;
        this.pool = pool;
        this.bus = bus;
        this.store = new PostgresKeys(pool);
        this.pepper = pepper.clone();
        this.clock = clock;
        this.ticker = ticker;
        this.metrics = metrics;
        this.known = new Known(KeySet.EMPTY, -1, ticker.nanos());
    }

    /**
     * Completes when the keys are loaded; refreshes from then on, at once when another gateway says
     * that it changed something.
     */
    public Future<Void> start() {
        hints =
                bus.subscribe(
                        IdentityAddresses.CHANGED,
                        IdentityChanged.parser(),
                        changed -> {
                            if (changed.getRevision() != known.revision()) {
                                refreshQuietly();
                            }
                        });
        return refresh()
                .onSuccess(
                        _ ->
                                timer =
                                        vertx.setPeriodic(
                                                config.refresh().toMillis(),
                                                _ -> refreshQuietly()));
    }

    /** Ends the refreshing. */
    public Future<Void> stop() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
        return hints == null ? Future.succeededFuture() : hints.unregister();
    }

    /** What the keys belong to, to be looked at and changed; this ring knows of a change first. */
    public Directory directory() {
        Changes changes = new Changes(pool, clock, this::announce);
        return new Directory(
                new Organizations(pool, changes, ids, config),
                new Projects(pool, changes, ids, config),
                new Agents(pool, changes, ids, config),
                new ApiKeys(pool, changes, ids, this::hasher, config),
                config);
    }

    /** Reads what was changed here, and tells the others that there is something to read. */
    private Future<Void> announce() {
        return refresh()
                .onSuccess(
                        _ ->
                                bus.publish(
                                        IdentityAddresses.CHANGED,
                                        IdentityChanged.newBuilder()
                                                .setRevision(known.revision())
                                                .build()));
    }

    /** A hasher for one thread, which {@link #identify} takes the work of. */
    public KeyHasher hasher() {
        return new KeyHasher(pepper);
    }

    /** Who holds the key with this hash. */
    public Identification identify(KeyHash hash) {
        Known now = known;
        long age = ticker.nanos() - now.confirmedNanos();
        if (age > config.maxStale().toNanos()) {
            return new Identification.Stale(
                    "Keys cannot be checked: the identity store does not answer.");
        }
        return now.keys().find(hash, clock.nowUs());
    }

    /** Whether the keys are fresh enough to identify anybody. */
    public HealthStatus health() {
        long ageMs = (ticker.nanos() - known.confirmedNanos()) / 1_000_000;
        String detail = known.keys().size() + " keys, checked " + ageMs + " ms ago";
        return ageMs <= config.maxStale().toMillis()
                ? HealthStatus.up(detail)
                : HealthStatus.down(detail);
    }

    /**
     * Makes organization {@code default}, project {@code demo}, an admin key and a developer key
     * when the site has no key, and gives them in clear this once; empty when there are keys. They
     * are known to this ring when it completes.
     *
     * @param keep puts the keys where they can be found again. They exist only once that has
     *     completed, so a crash cannot leave keys that nobody has
     */
    public Future<Optional<BootstrapKeys>> bootstrap(Function<BootstrapKeys, Future<Void>> keep) {
        KeyText admin = KeyText.create(KeyText.Kind.ADMIN, ids.secret());
        KeyText developer = KeyText.create(KeyText.Kind.DEV, ids.secret());
        List<PostgresKeys.NewKey> keys =
                List.of(
                        new PostgresKeys.NewKey(
                                PROJECT, "first admin key", admin, Set.of(Scope.ADMIN)),
                        new PostgresKeys.NewKey(
                                PROJECT, "first developer key", developer, DEVELOPER));
        BootstrapKeys shown = new BootstrapKeys(admin.text(), developer.text());
        return store.bootstrap(ORGANIZATION, PROJECT, keys, hasher(), () -> keep.apply(shown))
                .compose(
                        created ->
                                created
                                        ? reload().map(_ -> Optional.of(shown))
                                        : Future.succeededFuture(Optional.empty()));
    }

    private void refreshQuietly() {
        if (refreshing.compareAndSet(false, true)) {
            refresh()
                    .timeout(config.refreshTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .onComplete(_ -> refreshing.set(false))
                    .onFailure(
                            e -> {
                                metrics.counter("wattmill_identity_refresh_failures").increment();
                                LOG.atDebug().setCause(e).log("keys cannot be refreshed");
                            });
        }
    }

    /** Looks whether anything changed, and reads all keys when it did. */
    private Future<Void> refresh() {
        long asked = ticker.nanos();
        return store.revision()
                .compose(
                        revision -> {
                            Known now = known;
                            if (revision == now.revision()) {
                                learn(new Known(now.keys(), revision, asked));
                                return Future.succeededFuture();
                            }
                            return load(revision, asked);
                        });
    }

    private Future<Void> reload() {
        return load(-1, ticker.nanos());
    }

    /** The revision is read before the keys: a change in between is seen at the next look. */
    private Future<Void> load(long revision, long asked) {
        return store.load(hasher())
                .map(
                        keys -> {
                            learn(new Known(keys, revision, asked));
                            return null;
                        });
    }

    /** A look that was given up may end after one that began later: what that saw is newer. */
    private synchronized void learn(Known seen) {
        if (seen.confirmedNanos() - known.confirmedNanos() >= 0) {
            known = seen;
        }
    }
}
