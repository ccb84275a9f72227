// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.trust.Seal;
import io.wattmill.standalone.folder.Secrets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;

/**
 * All services in one JVM. Started once and stopped once; {@link #stop} may be called at any time
 * after {@link #start}, also while that has not completed.
 */
public final class Suite {
    private static final Logger LOG = LoggerFactory.getLogger(Suite.class);

    private final SuiteInputs inputs;
    private final SuiteConfig config;
    private final Consumer<Milestone> reached;
    private final Vertx vertx;
    private final ServiceContext context;
    private final Assembly assembly;
    private volatile Future<SuiteDatabase> database = Future.failedFuture("not opened");

    /**
     * Makes the event loops; starts nothing.
     *
     * @param reached told, on any thread, what the start has reached
     */
    public Suite(SuiteInputs inputs, Consumer<Milestone> reached) {
        this.inputs = inputs;
        this.reached = reached;
        this.config = inputs.settings().suite();
        this.vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setPreferNativeTransport(true)
                                .setEventLoopPoolSize(config.eventLoops())
                                .setWorkerPoolSize(config.workers()));
        this.context = ServiceContext.of(vertx);
        this.assembly = new Assembly(inputs, context, reached);
    }

    /** Starts everything; completes when the gateway serves and the whole fleet has joined. */
    public Future<Serving> start() {
        return Blocking.call(vertx, this::seal)
                .compose(
                        seal -> {
                            var opened = openDatabase();
                            return LocalEngines.look(inputs, context)
                                    .compose(local -> assembly.start(seal, opened, local));
                        });
    }

    private Seal seal() throws IOException {
        var key = Secrets.readOrCreate(inputs.data().secret("seal"));
        return new Seal(HexFormat.of().parseHex(key), config.sealLifetime().toNanos() / 1_000);
    }

    private Future<Map<String, String>> openDatabase() {
        LOG.atInfo().log("database starts");
        database =
                Blocking.call(
                        vertx,
                        () -> SuiteDatabase.open(config.postgres(), inputs.data(), inputs.cache()));
        return database.onSuccess(_ -> LOG.atInfo().log("database answers"))
                .onSuccess(opened -> reached.accept(new Milestone.DatabaseReady(opened.embedded())))
                .map(opened -> opened.overrides(inputs.sayWhetherRunsAreKept()))
                .compose(overrides -> Blocking.call(vertx, () -> signing(overrides)));
    }

    /** A site that brought its own key signs with that; ours is made once and kept. */
    private Map<String, String> signing(Map<String, String> overrides) throws IOException {
        if (!inputs.settings().billing().chain().signingKey().isBlank()) {
            return overrides;
        }
        var all = new HashMap<>(overrides);
        all.put(
                "WATTMILL_BILLING_CHAIN_SIGNING_KEY",
                Secrets.readOrCreate(inputs.data().secret("ledger-signing-key")));
        return all;
    }

    /** Ends all services, then the database. Never fails; what goes wrong is logged. */
    public Future<Void> stop() {
        return assembly.stop().compose(_ -> closeDatabase()).eventually(vertx::close);
    }

    /** Waits for a start that is still going on, so that no server is left behind. */
    private Future<Void> closeDatabase() {
        return database.compose(opened -> Blocking.call(vertx, opened::close))
                .<Void>mapEmpty()
                .recover(
                        cause -> {
                            LOG.atWarn().setCause(cause).log("database not stopped");
                            return Future.succeededFuture();
                        });
    }

    /** Ends the embedded database in a hurry, for a process that is about to halt. Blocks. */
    public void abandon() throws IOException {
        SuiteDatabase.abandon(config.postgres(), inputs.data(), inputs.cache());
    }
}
