// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.learning;

import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.regression.EnergyRegression;
import io.wattmill.agent.regression.Estimate;
import io.wattmill.agent.regression.Prior;
import io.wattmill.agent.regression.Window;
import io.wattmill.agent.report.EngineFit;

import java.util.Optional;
import java.util.OptionalLong;

/** Learns one engine's joules per token. */
final class EngineLearner {

    private final EnergyTimeline energy;
    private final EngineSpans spans;
    private final EnergyRegression regression;
    private final Trust trust;
    private final Yield efficiency = new Yield();

    /** Closed, and waiting for a reading of the devices at or after its end. */
    private Optional<EngineSpan> waiting = Optional.empty();

    private Optional<EngineFit> fit = Optional.empty();

    EngineLearner(EstimatorConfig config) {
        this.energy = new EnergyTimeline(config.gapUs());
        this.spans = new EngineSpans(config.windowUs(), config.gapUs());
        this.regression = new EnergyRegression(config.rules());
        this.trust = new Trust(config.minWindows(), config.maxError());
    }

    /** What the router believes of the engine. */
    void believe(Prior prior) {
        regression.believe(prior);
    }

    /** All its devices were read together. */
    void energy(long atUs, long energyUj) {
        energy.add(atUs, energyUj);
        learn();
    }

    /** Its devices were not read, or a meter began anew: no window may go across this. */
    void energyLost() {
        energy.restart();
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
        Optional<EngineSpan> due = waiting.filter(span -> energy.reaches(span.toUs()));
        if (due.isPresent()) {
            waiting = Optional.empty();
            due.flatMap(this::window).ifPresent(this::learn);
        }
    }

    private Optional<Window> window(EngineSpan span) {
        OptionalLong before = energy.at(span.fromUs());
        OptionalLong after = energy.at(span.toUs());
        return span.isTelling() && before.isPresent() && after.isPresent()
                ? Optional.of(new Window(span.work(), after.getAsLong() - before.getAsLong()))
                : Optional.empty();
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
