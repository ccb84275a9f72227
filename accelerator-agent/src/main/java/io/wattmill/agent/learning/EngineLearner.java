// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.learning;

import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.regression.EnergyRegression;
import io.wattmill.agent.regression.Estimate;
import io.wattmill.agent.regression.Prior;
import io.wattmill.agent.regression.Window;
import io.wattmill.agent.report.EngineFit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Learns one engine's joules per token. */
final class EngineLearner {

    private final EngineSpans spans;
    private final EnergyRegression regression;
    private final Trust trust;
    private final Yield efficiency = new Yield();

    /** The meters of its devices, none while not all of them were read or are its own. */
    private List<EnergyTimeline> meters = List.of();

    /** Since when they are so without a break. */
    private long ownSinceUs;

    /** Closed, and waiting for a reading of the devices at or after its end. */
    private Optional<EngineSpan> waiting = Optional.empty();

    private Optional<EngineFit> fit = Optional.empty();

    EngineLearner(EstimatorConfig config) {
        this.spans = new EngineSpans(config.windowUs(), config.gapUs());
        this.regression = new EnergyRegression(config.rules());
        this.trust = new Trust(config.minWindows(), config.maxError());
    }

    /** What the router believes of the engine. */
    void believe(Prior prior) {
        regression.believe(prior);
    }

    /** All its devices were read together. A clock that was set back has no past either. */
    void energy(long atUs, List<EnergyTimeline> ofItsDevices) {
        ownSinceUs = meters.isEmpty() ? atUs : Math.min(ownSinceUs, atUs);
        meters = ofItsDevices;
        learn();
    }

    /** Its devices were not read, or are not its own alone: no window may go across this. */
    void energyLost() {
        meters = List.of();
        waiting = Optional.empty();
    }

    /** Its counters were read. */
    void counters(EngineReading reading, long atUs) {
        Optional<EngineSpan> closed = spans.accept(reading, atUs);
        waiting = closed.or(() -> waiting);
        learn();
    }

    /** What is known, if anything. */
    Optional<EngineFit> fit() {
        return fit;
    }

    private void learn() {
        Optional<EngineSpan> due = waiting.filter(span -> isRead(span.toUs()));
        if (due.isPresent()) {
            waiting = Optional.empty();
            due.flatMap(this::window).ifPresent(this::learn);
        }
    }

    private boolean isRead(long atUs) {
        return !meters.isEmpty() && meters.stream().allMatch(meter -> meter.reaches(atUs));
    }

    private Optional<Window> window(EngineSpan span) {
        OptionalLong energy = energyUj(span);
        return span.isTelling() && energy.isPresent()
                ? Optional.of(new Window(span.work(), energy.getAsLong()))
                : Optional.empty();
    }

    private OptionalLong energyUj(EngineSpan span) {
        long sum = 0;
        for (EnergyTimeline meter : meters) {
            OptionalLong before = meter.at(span.fromUs());
            OptionalLong after = meter.at(span.toUs());
            if (span.fromUs() < ownSinceUs || before.isEmpty() || after.isEmpty()) {
                return OptionalLong.empty();
            }
            sum += after.getAsLong() - before.getAsLong();
        }
        return OptionalLong.of(sum);
    }

    private void learn(Window window) {
        if (regression.learn(window)) {
            efficiency.add(window);
            regression.estimate().ifPresent(this::know);
        }
    }

    private void know(Estimate estimate) {
        boolean trusted = trust.in(estimate);
        fit = Optional.of(new EngineFit(estimate, trusted, efficiency.tokensPerJoule()));
    }
}
