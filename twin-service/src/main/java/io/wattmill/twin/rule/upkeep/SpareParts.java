// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.upkeep;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.upkeep.Part;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.Locale;
import java.util.stream.Stream;

/** What lies ready, or is installed beyond what engines need, against what fails. */
final class SpareParts {
    private static final double USUAL_TARGET = 0.999;

    /** From here on four deviations of a normal distribution, beyond any target here, will do. */
    private static final double LARGE_MEAN = 500;

    private static final double LARGE_DEVIATIONS = 4;

    /** A week: long enough that restarts of an engine do not matter. */
    private static final long WEEK_HOURS = 168;

    private SpareParts() {}

    static Stream<Rule> rules() {
        return Stream.of(GPUS, NODES, INTERRUPTIONS);
    }

    private static final Rule GPUS =
            new StatedRule(
                    "availability.spares.gpu",
                    "Spare and idle GPUs replace those that are away, as surely as is promised.",
                    "Poisson, mean GPUs x MTTR / MTBF; Llama 3: 50,700 GPU-h per interruption",
                    plan -> Stream.of(spares(plan, Part.GPU, plan.gpus(), idle(plan))));

    private static final Rule NODES =
            new StatedRule(
                    "availability.spares.node",
                    "Spare nodes replace those that are away, as surely as is promised.",
                    "Poisson, mean nodes x MTTR / MTBF",
                    plan -> Stream.of(spares(plan, Part.NODE, nodes(plan), 0)));

    private static final Rule INTERRUPTIONS =
            new StatedRule(
                    "availability.interruptions",
                    "An engine is interrupted once a week at most.",
                    "MTBF of a GPU over GPUs of an engine; Llama 3: 50,700 GPU-h per interruption",
                    plan ->
                            plan.models().stream()
                                    .map(m -> interruptions(plan, m.id(), m.parallelism().gpus())));

    private static long nodes(FacilityPlan plan) {
        return plan.racks().stream()
                .flatMap(rack -> rack.nodes().stream())
                .mapToLong(group -> group.count())
                .sum();
    }

    /** GPUs that no planned engine needs; 0 where a model takes all there are. */
    private static long idle(FacilityPlan plan) {
        boolean all = plan.models().stream().anyMatch(m -> m.serving().told().isEmpty());
        long busy =
                plan.models().stream()
                        .mapToLong(
                                m -> m.serving().told().orElse(0) * (long) m.parallelism().gpus())
                        .sum();
        return all || plan.models().isEmpty() ? 0 : Math.max(0, plan.gpus() - busy);
    }

    private static Finding spares(FacilityPlan plan, Part part, long installed, long idle) {
        var failure = plan.upkeep().failure(part);
        double mean = installed * failure.mttrHours().value() / failure.mtbfHours().value();
        double target = plan.place().availability().orElse(USUAL_TARGET);
        var unit = part == Part.GPU ? Unit.GPU : Unit.PIECE;
        return About.of(plan.site())
                .with("installed", installed, unit)
                .with("MTBF", failure.mtbfHours().value().longValue(), Unit.HOUR)
                .with("MTTR", failure.mttrHours().value().longValue(), Unit.HOUR)
                .with("target", Promises.ppm(target), Unit.PPM)
                .advised(
                        quantile(mean, target),
                        plan.upkeep().spares(part) + idle,
                        unit,
                        String.format(
                                Locale.ROOT,
                                "{value} away at worst (%.3f %% of the time no more), {limit} stand"
                                    + " in",
                                100 * target),
                        "spares.%s of {value}".formatted(part.key()));
    }

    /** The least number that a Poisson count exceeds with a chance of no more than 1 - target. */
    static long quantile(double mean, double target) {
        if (mean > LARGE_MEAN) {
            return (long) Math.ceil(mean + LARGE_DEVIATIONS * Math.sqrt(mean));
        }
        double term = Math.exp(-mean);
        double sum = term;
        long count = 0;
        long most = (long) (mean + 40 * Math.sqrt(mean) + 40);
        while (sum < target && count < most) {
            count++;
            term *= mean / count;
            sum += term;
        }
        return count;
    }

    private static Finding interruptions(FacilityPlan plan, String id, int gpus) {
        double hours = plan.upkeep().failure(Part.GPU).mtbfHours().value() / gpus;
        return About.of(id)
                .with("GPUs of an engine", gpus, Unit.GPU)
                .advised(
                        WEEK_HOURS,
                        (long) hours,
                        Unit.HOUR,
                        "one interruption of an engine every {limit}, {value} is the bound",
                        "engines of fewer GPUs, or ones that go on without a GPU");
    }
}
