// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.router.placement.PlacementMode;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.run.Batch;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.run.RunLimits;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/** Compares policies on a trace. Safe from one thread at a time; its runs share some. */
public final class Evaluation {
    private static final double MICROS = 1e6;

    /** Nine baselines at each of some eight speeds. */
    private static final int SEARCH_RUNS = 72;

    private final Question question;
    private final Sections sections;
    private final Run run;
    private final RunControl control;

    /**
     * @param traces by seed; the same for all where they were recorded
     * @param clock that decisions are timed by, nanoseconds
     * @param control hears of progress, and may end it
     */
    public Evaluation(
            Question question, LongFunction<Trace> traces, LongSupplier clock, RunControl control) {
        this.question = question;
        this.sections = new Sections(traces, question.requests(), question.fleet().leastKvTokens());
        this.run = new Run(question.fleet(), question.slo(), question.answers(), clock);
        this.control = control;
    }

    /** Finds the capacity of the fleet by the first seed's section: some dozens of runs. */
    public Capacity capacity() {
        return new CapacitySearch(Capacity.BASELINES, this::goodput).find(rate());
    }

    /** The capacity somebody else found. */
    public Capacity given(double requestsPerSecond) {
        return new Capacity(
                requestsPerSecond / rate(), requestsPerSecond, List.of(), Capacity.GOOD);
    }

    /** Requests per second as recorded, of the first seed's section. */
    private double rate() {
        return sections.length(first()) / seconds(sections.of(first(), 1));
    }

    private long first() {
        return question.seeds().getFirst();
    }

    private static double seconds(Trace trace) {
        return Math.max(1, trace.spanUs()) / MICROS;
    }

    /** All that is to be done, to be held against bounds. */
    public RunLimits.Work work(boolean findsCapacity) {
        Trace trace = sections.of(first(), 1);
        long runs = (long) question.policies().size() * question.seeds().size();
        return new RunLimits.Work(
                trace.requests().size(),
                trace.requests().stream().mapToLong(TraceRequest::inputTokens).sum(),
                trace.requests().stream().mapToLong(TraceRequest::outputTokens).sum(),
                trace.blockTokens(),
                question.fleet().nodes(),
                runs + (findsCapacity ? SEARCH_RUNS : 0),
                question.threads());
    }

    private double goodput(PlacementMode policy, double speed) {
        if (control.isCancelled()) {
            throw new Cancelled();
        }
        RunFigures figures = runs(List.of(policy), List.of(first()), speed).getFirst();
        if (!figures.whole()) {
            throw new Cancelled();
        }
        return figures.goodput();
    }

    /** Ended before there was anything to tell. */
    public static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1;

        Cancelled() {
            super("ended before any policy was through", null, false, false);
        }
    }

    /**
     * One report of all policies at a load.
     *
     * @param load share of the capacity
     */
    public EvaluationReport at(double load, Capacity capacity) {
        List<RunFigures> runs =
                runs(question.policies(), question.seeds(), capacity.speed() * load);
        int seeds = question.seeds().size();
        List<PolicyFigures> figures = new ArrayList<>();
        for (int i = 0; i < question.policies().size(); i++) {
            List<RunFigures> own = runs.subList(i * seeds, (i + 1) * seeds);
            if (own.stream().allMatch(RunFigures::whole)) {
                figures.add(
                        PolicyFigures.of(
                                question.policies().get(i),
                                own,
                                question.watts(),
                                question.prices(),
                                question.gpus()));
            }
        }
        double window =
                runs.stream().mapToDouble(one -> one.energy().seconds()).average().orElse(0);
        return new EvaluationReport(
                sections.name(),
                question,
                capacity,
                load,
                window,
                sections.length(first()),
                figures);
    }

    /** By policy, then by seed. */
    private List<RunFigures> runs(List<PlacementMode> policies, List<Long> seeds, double speed) {
        List<Function<Watch, RunFigures>> tasks = new ArrayList<>();
        for (PlacementMode policy : policies) {
            for (long seed : seeds) {
                tasks.add(watch -> run.of(policy, seed, sections.of(seed, speed), watch));
            }
        }
        return new Batch(question.threads(), control).run(tasks);
    }
}
