// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.joules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.regression.Estimate;
import io.wattmill.agent.report.EngineFit;
import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EnergyCoefficients;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.wire.EnergyMessages;
import io.wattmill.standalone.joules.Load.Range;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.SplittableRandom;

/** The agent learns an engine's joules per token from what it can see of a simulated one. */
class JoulesPerTokenTest {

    private static final EngineModel ENGINE =
            new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);
    private static final BatchLimits LIMITS =
            new BatchLimits(ENGINE.kvCapacityTokens(), 256, 8_192, 10_000);
    private static final long SECOND = 1_000_000_000;
    private static final Range SHORT = new Range(50, 1_000);
    private static final Range LONG = new Range(1_000, 6_000);
    private static final double NOISE = 0.03;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void recoversTheCoefficientsThatTheEnergyWasMadeBy(long seed) {
        EnergyCoefficients truth = ENGINE.coefficients(32);
        EngineFit fit = watched(seed, StepEnergy.of(truth), Optional.of(wrong(truth, seed)));
        Estimate learned = fit.estimate();
        print(seed, truth, fit);
        assertEquals(truth.basePowerMilliwatts() / 1e3, learned.base().value(), 0.05 * 115);
        near(truth.prefillMicrojoulesPerToken() / 1e6, learned.prefill().value());
        near(truth.decodeMicrojoulesPerToken() / 1e6, learned.decode().value());
        near(truth.kvReadPicojoulesPerToken() / 1e12, learned.kvRead().value());
        assertTrue(fit.trusted());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void recoversThemWithoutAWordFromTheRouter(long seed) {
        EnergyCoefficients truth = ENGINE.coefficients(32);
        EngineFit fit = watched(seed, StepEnergy.of(truth), Optional.empty());
        print(seed, truth, fit);
        near(truth.decodeMicrojoulesPerToken() / 1e6, fit.estimate().decode().value());
        near(truth.kvReadPicojoulesPerToken() / 1e12, fit.estimate().kvRead().value());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void foretellsAnEngineWhoseEnergyIsNotLinear(long seed) {
        EnergyCoefficients prior = ENGINE.coefficients(32);
        EngineFit fit = watched(seed, StepEnergy.of(ENGINE), Optional.of(prior));
        print(seed, prior, fit);
        assertTrue(fit.estimate().relativeError() < 0.08);
        assertTrue(
                fit.estimate().relativeError() < fit.estimate().priorError().orElseThrow(),
                "no better than the router's");
    }

    /** Ten minutes, of which one is idle; contexts and batches change. */
    private static EngineFit watched(
            long seed, StepEnergy energy, Optional<EnergyCoefficients> prior) {
        SplittableRandom random = new SplittableRandom(seed);
        SimulatedEngine engine = new SimulatedEngine(ENGINE, LIMITS, energy);
        Load load = new Load(engine, random.split());
        for (int phase = 0; phase < 27; phase++) {
            double from = 60 + 20 * phase;
            switch (phase % 3) {
                case 0 -> load.poisson(from, from + 20, 3, LONG, new Range(20, 100));
                case 1 -> load.poisson(from, from + 20, 2, LONG, new Range(300, 900));
                default -> load.poisson(from, from + 20, 7, SHORT, new Range(100, 600));
            }
        }
        WatchedEngine watched =
                new WatchedEngine(engine, prior.map(EnergyMessages::write), NOISE, random.split());
        watched.run(600 * SECOND);
        return watched.fit();
    }

    /** Each figure off by up to two fifths. */
    private static EnergyCoefficients wrong(EnergyCoefficients truth, long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        return new EnergyCoefficients(
                Math.round(truth.prefillMicrojoulesPerToken() * random.nextDouble(0.6, 1.4)),
                Math.round(truth.decodeMicrojoulesPerToken() * random.nextDouble(0.6, 1.4)),
                Math.round(truth.kvReadPicojoulesPerToken() * random.nextDouble(0.6, 1.4)),
                Math.round(truth.basePowerMilliwatts() * random.nextDouble(0.6, 1.4)),
                0,
                EnergyCoefficients.ENGINE_MODEL,
                32,
                0,
                0);
    }

    private static void near(double truth, double learned) {
        assertEquals(truth, learned, 0.05 * truth);
    }

    private static void print(long seed, EnergyCoefficients truth, EngineFit fit) {
        Estimate learned = fit.estimate();
        System.out.printf(
                "joules: seed %d: base %.1f (%.1f) W, prefill %.3f (%.3f) mJ, decode %.2f (%.2f)"
                        + " mJ at batch %.1f, KV %.2f (%.2f) uJ, error %.3f, prior %.3f, %d"
                        + " windows, %.2f tokens/J%n",
                seed,
                learned.base().value(),
                truth.basePowerMilliwatts() / 1e3,
                learned.prefill().value() * 1e3,
                truth.prefillMicrojoulesPerToken() / 1e3,
                learned.decode().value() * 1e3,
                truth.decodeMicrojoulesPerToken() / 1e3,
                learned.batch(),
                learned.kvRead().value() * 1e6,
                truth.kvReadPicojoulesPerToken() / 1e6,
                learned.relativeError(),
                learned.priorError().orElse(Double.NaN),
                learned.windows(),
                fit.tokensPerJoule().orElse(Double.NaN));
    }
}
