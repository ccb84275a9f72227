// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.twin.runs.PlanRecord;
import io.wattmill.twin.runs.RunRecord;
import io.wattmill.twin.runs.RunState;
import io.wattmill.twin.runs.RunWork;
import io.wattmill.twin.runs.RunWork.Outcome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Carries out runs, so many at once, each on a thread of its own pool. */
final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private static final int PPM_PER_PERCENT = 10_000;

    private final ServiceContext services;
    private final RunsConfig config;
    private final PostgresPlans plans;
    private final PostgresRuns runs;
    private final WorkerExecutor threads;
    private final RunWork work;
    private final RunBounds bounds;
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Promise<Void> idle = Promise.promise();
    private final Set<Going> going = ConcurrentHashMap.newKeySet();

    Workers(
            ServiceContext services,
            RunsConfig config,
            RunTables tables,
            WorkerExecutor threads,
            RunWork work) {
        this.services = services;
        this.config = config;
        this.plans = tables.plans();
        this.runs = tables.runs();
        this.threads = threads;
        this.work = work;
        this.bounds = RunBounds.of(config, Runtime.getRuntime().maxMemory());
    }

    /** A run as its thread and its heartbeat see it. */
    private static final class Going {
        private final UUID run;
        private final AtomicInteger ppm = new AtomicInteger();
        private final AtomicBoolean on = new AtomicBoolean(true);
        private final BooleanSupplier inTime;
        private volatile boolean late;

        Going(UUID run, BooleanSupplier inTime) {
            this.run = run;
            this.inTime = inTime;
        }

        /** A run finds out on its way that there is more to do; nobody wants to see it go back. */
        boolean goOn(int reached) {
            ppm.accumulateAndGet(reached, Math::max);
            if (on.get() && !inTime.getAsBoolean()) {
                late = true;
                on.set(false);
            }
            return on.get();
        }
    }

    /** Runs that go in this process. */
    Set<UUID> going() {
        return going.stream().map(each -> each.run).collect(Collectors.toUnmodifiableSet());
    }

    /** Takes waiting runs while there are hands. */
    void wake() {
        if (busy.getAndUpdate(n -> Math.min(config.workers(), n + 1)) == config.workers()) {
            return;
        }
        // after the hand is counted: who closes either sees it busy or is seen here
        if (closed.get()) {
            leave();
            return;
        }
        runs.take(services.clock().nowUs())
                .compose(taken -> taken.map(this::carryOut).orElse(Future.succeededFuture(false)))
                .onFailure(cause -> LOG.atWarn().setCause(cause).log("run not taken or ended"))
                .onComplete(
                        took -> {
                            leave();
                            if (took.succeeded() && took.result()) {
                                wake();
                            }
                        });
    }

    private void leave() {
        if (busy.decrementAndGet() == 0 && closed.get()) {
            idle.tryComplete();
        }
    }

    private Future<Boolean> carryOut(RunRecord run) {
        long began = services.ticker().nanos();
        long most = config.maxDuration().toNanos();
        var mine = new Going(run.id(), () -> services.ticker().nanos() - began < most);
        going.add(mine);
        if (closed.get()) {
            going.remove(mine);
            return end(run, new Outcome.Ended()).map(true);
        }
        // another hand for who waits behind this one
        services.vertx().runOnContext(_ -> wake());
        long beat =
                services.vertx().setPeriodic(config.heartbeat().toMillis(), _ -> beat(run, mine));
        return plans.plan(run.planId())
                .map(Optional::orElseThrow)
                .compose(plan -> threads.executeBlocking(() -> outcome(run, plan, mine), false))
                .compose(outcome -> end(run, outcome))
                .recover(cause -> failed(run, cause))
                .onComplete(
                        _ -> {
                            services.vertx().cancelTimer(beat);
                            going.remove(mine);
                        })
                .map(true);
    }

    private void beat(RunRecord run, Going mine) {
        runs.heard(run.id(), mine.ppm.get())
                .onSuccess(on -> mine.on.compareAndSet(true, on))
                .onFailure(cause -> LOG.atWarn().setCause(cause).log("run's progress not kept"));
    }

    private Outcome outcome(RunRecord run, PlanRecord plan, Going mine) {
        return bounds.refusal(run.asked())
                .<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> worked(run, plan, mine));
    }

    private Outcome worked(RunRecord run, PlanRecord plan, Going mine) {
        return switch (work.run(plan.yaml(), run.asked(), mine::goOn)) {
            case Outcome.Done(byte[] answer, var _, var _)
                    when answer.length > config.maxAnswerBytes() -> {
                Limits.hit(services.metrics(), "twin.runs.max-answer-bytes");
                yield new Outcome.Refused(
                        "its answer has %d bytes; twin.runs.max-answer-bytes allows %d"
                                .formatted(answer.length, config.maxAnswerBytes()));
            }
            case Outcome.Done done -> done;
            case Outcome.Refused refused -> refused;
            case Outcome.Ended ended -> mine.late ? tooLong(mine) : ended;
        };
    }

    private Outcome tooLong(Going mine) {
        Limits.hit(services.metrics(), "twin.runs.max-duration");
        return new Outcome.Refused(
                "it went on for longer than the %d s that twin.runs.max-duration allows, %d %% done; ask"
                                .formatted(
                                        config.maxDuration().toSeconds(),
                                        mine.ppm.get() / PPM_PER_PERCENT)
                        + " for fewer requests, or raise it");
    }

    /** What ends because its process does can be run again, and is told from what nobody wants. */
    private Future<Void> end(RunRecord run, Outcome outcome) {
        var ended = closed.get() ? RunState.INTERRUPTED : RunState.CANCELLED;
        return runs.end(run.id(), outcome, ended, services.clock().nowUs());
    }

    private Future<Void> failed(RunRecord run, Throwable cause) {
        LOG.atError().addKeyValue("run", run.id()).setCause(cause).log("run failed");
        return runs.fail(run.id(), "failed: " + cause, services.clock().nowUs());
    }

    /**
     * Ends what goes or is being taken, and completes when it is on record; whoever stops services
     * bounds that.
     */
    Future<Void> close() {
        closed.set(true);
        going.forEach(each -> each.on.set(false));
        if (busy.get() == 0) {
            idle.tryComplete();
        }
        return idle.future().transform(_ -> threads.close());
    }
}
