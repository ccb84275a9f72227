// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.router.placement.PlacementMode;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.run.Batch;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.trace.Trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Compares policies on a trace. Safe from one thread at a time; its runs share some. */
public final class Evaluation {
    private static final double MICROS = 1e6;

    private final Question question;
    private final Sections sections;
    private final Run run;
    private final RunControl control;

    /**
     * @param clock that decisions are timed by, nanoseconds
     * @param control hears of progress, and may end it
     */
    public Evaluation(Question question, Trace trace, LongSupplier clock, RunControl control) {
        this.question = question;
        this.sections = new Sections(trace, question.requests(), question.fleet().leastKvTokens());
        this.run = new Run(question.fleet(), question.slo(), clock);
        this.control = control;
    }

    /** Finds the capacity of the fleet; some dozen times as many runs as there are seeds. */
    public Capacity capacity() {
        return new CapacitySearch(Capacity.BASELINES, this::goodput).find(rate());
    }

    /** The capacity somebody else found. */
    public Capacity given(double requestsPerSecond) {
        return new Capacity(
                requestsPerSecond / rate(), requestsPerSecond, List.of(), Capacity.GOOD);
    }

    /** Requests per second as recorded, mean over the seeds' sections. */
    private double rate() {
        return question.seeds().stream()
                .mapToDouble(seed -> sections.length() / seconds(sections.of(seed, 1)))
                .average()
                .orElseThrow();
    }

    private static double seconds(Trace trace) {
        return Math.max(1, trace.spanUs()) / MICROS;
    }

    private double goodput(PlacementMode policy, double speed) {
        if (control.isCancelled()) {
            throw new Cancelled();
        }
        return runs(List.of(policy), speed).stream()
                .mapToDouble(RunFigures::goodput)
                .average()
                .orElse(0);
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
        List<RunFigures> runs = runs(question.policies(), capacity.speed() * load);
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
                sections.name(), question, capacity, load, window, sections.length(), figures);
    }

    /** By policy, then by seed. */
    private List<RunFigures> runs(List<PlacementMode> policies, double speed) {
        List<Function<Watch, RunFigures>> tasks = new ArrayList<>();
        for (PlacementMode policy : policies) {
            for (long seed : question.seeds()) {
                tasks.add(watch -> run.of(policy, seed, sections.of(seed, speed), watch));
            }
        }
        return new Batch(question.threads(), control).run(tasks);
    }
}
