// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.postgres.Database;
import io.wattmill.kit.postgres.PostgresConfig;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.twin.runs.PlanEntry;
import io.wattmill.twin.runs.PlanRecord;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.runs.RunFacts;
import io.wattmill.twin.runs.RunIds;
import io.wattmill.twin.runs.RunRecord;
import io.wattmill.twin.runs.RunState;
import io.wattmill.twin.runs.RunWork;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Runs on record: queued in PostgreSQL, carried out by this process's workers or by those of
 * another one on the same database. A run whose process is gone is marked interrupted.
 */
public final class RunQueue {
    private static final Logger LOG = LoggerFactory.getLogger(RunQueue.class);

    private final ServiceContext services;
    private final RunsConfig config;
    private final String version;
    private final RunTables tables;
    private final PostgresPlans plans;
    private final PostgresRuns runs;
    private final Workers workers;
    private final SecureRandom chance = new SecureRandom();
    private final long sweep;

    private RunQueue(
            ServiceContext services,
            RunsConfig config,
            String version,
            RunTables tables,
            Workers workers) {
        this.services = services;
        this.config = config;
        this.version = version;
        this.tables = tables;
        this.plans = tables.plans();
        this.runs = tables.runs();
        this.workers = workers;
        this.sweep = services.vertx().setPeriodic(config.silence().toMillis() / 2, _ -> recover());
    }

    /**
     * Migrates the schema, marks what a dead process left, and goes on with what waits.
     *
     * @param postgres where the schema is
     * @param version of the code, for the record
     */
    public static Future<RunQueue> open(
            ServiceContext services,
            PostgresConfig postgres,
            RunsConfig config,
            String version,
            RunWork work) {
        Vertx vertx = services.vertx();
        return Database.open(vertx, postgres, "twin")
                .map(
                        pool -> {
                            var tables = RunTables.of(pool);
                            WorkerExecutor threads =
                                    vertx.createSharedWorkerExecutor(
                                            "twin-runs",
                                            config.workers(),
                                            config.maxDuration().toNanos());
                            var workers = new Workers(services, config, tables, threads, work);
                            return new RunQueue(services, config, version, tables, workers);
                        })
                .compose(
                        queue ->
                                queue.recover()
                                        .map(queue)
                                        .recover(
                                                cause ->
                                                        queue.close()
                                                                .transform(
                                                                        _ ->
                                                                                Future.failedFuture(
                                                                                        cause))));
    }

    /** Takes no new runs, ends those that go and closes the database. */
    public Future<Void> close() {
        services.vertx().cancelTimer(sweep);
        return workers.close().transform(_ -> tables.close());
    }

    /** Keeps a plan; one of the same text is the same plan. */
    public Future<PlanRecord> keep(String name, String sha256, String yaml, String by) {
        return plans.keep(new PlanRecord(id(), name, sha256, yaml, by, now()));
    }

    /** A plan. */
    public Future<Optional<PlanRecord>> plan(UUID id) {
        return plans.plan(id);
    }

    /** The newest plans. */
    public Future<List<PlanEntry>> plans(int limit) {
        return plans.plans(limit);
    }

    /** The newest runs. */
    public Future<List<RunRecord>> runs(int limit) {
        return runs.runs(limit);
    }

    /** A run. */
    public Future<Optional<RunRecord>> run(UUID id) {
        return runs.run(id);
    }

    /** The bytes of a done run's answer. */
    public Future<Optional<Buffer>> answer(UUID id) {
        return runs.answer(id);
    }

    /** Queues a run of the plan; empty when too many wait. */
    public Future<Optional<RunRecord>> submit(PlanRecord plan, RunAsked asked, String by) {
        var run =
                new RunRecord(
                        id(),
                        plan.id(),
                        plan.name(),
                        plan.sha256(),
                        asked,
                        version,
                        RunState.QUEUED,
                        0,
                        by,
                        now(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        new TreeMap<>(),
                        RunFacts.NONE,
                        Optional.empty());
        return runs.queue(run, config.maxQueued()).map(queued -> accepted(queued, run));
    }

    private Optional<RunRecord> accepted(boolean queued, RunRecord run) {
        if (!queued) {
            Limits.hit(services.metrics(), "twin.runs.max-queued");
            return Optional.empty();
        }
        workers.wake();
        return Optional.of(run);
    }

    /** Asks a run to end; false when it is over already, or none. */
    public Future<Boolean> cancel(UUID id) {
        return runs.cancel(id, now());
    }

    private Future<Void> recover() {
        return runs.interrupt(config.silence().toNanos() / 1_000, workers.going(), now())
                .onSuccess(this::tell)
                .compose(_ -> runs.forget(config.maxKept()))
                .onSuccess(forgotten -> tellForgotten(forgotten, "twin.runs.max-kept"))
                .compose(_ -> plans.forget(config.maxPlans()))
                .onSuccess(forgotten -> tellForgotten(forgotten, "twin.runs.max-plans"))
                .onFailure(cause -> LOG.atWarn().setCause(cause).log("runs not swept"))
                .onComplete(_ -> workers.wake())
                .mapEmpty();
    }

    private void tell(int interrupted) {
        if (interrupted > 0) {
            LOG.atWarn().addKeyValue("runs", interrupted).log("runs of a dead process interrupted");
        }
    }

    private void tellForgotten(int forgotten, String limit) {
        if (forgotten > 0) {
            Limits.hit(services.metrics(), limit);
        }
    }

    private UUID id() {
        return RunIds.of(now(), chance.nextLong(), chance.nextLong());
    }

    private long now() {
        return services.clock().nowUs();
    }
}
