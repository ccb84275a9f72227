// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

class EnergyRegressionTest {

    private static final Prior PRIOR = new Prior(115, 0.004, 0.05, 2e-5, 32);
    private static final RegressionRules RULES = new RegressionRules(300, 0.5);
    private static final long SEED = 7;

    private final EnergyRegression regression = new EnergyRegression(RULES);
    private final SplittableRandom random = new SplittableRandom(SEED);

    @Property(tries = 300)
    void isNeverNegativeNorInfiniteWhateverItSees(
            @ForAll("anything") List<Window> windows, @ForAll("priors") Prior prior) {
        EnergyRegression any = new EnergyRegression(RULES);
        for (int i = 0; i < windows.size(); i++) {
            any.learn(windows.get(i));
            if (i == windows.size() / 2) {
                any.believe(prior);
            }
            any.estimate().ifPresent(EnergyRegressionTest::sane);
            any.idleWatts().ifPresent(EnergyRegressionTest::sane);
        }
    }

    @Test
    void recoversWhatTheWindowsWereMadeOf() {
        learn(900, 100, 0.006, 0.08, 3e-5);
        Estimate learned = regression.estimate().orElseThrow();
        assertEquals(100, learned.base().value(), 5);
        assertEquals(0.006, learned.prefill().value(), 0.0003);
        assertEquals(0.08, learned.decode().value(), 0.004);
        assertEquals(3e-5, learned.kvRead().value(), 1.5e-6);
        assertTrue(learned.relativeError() < 0.04);
        assertTrue(learned.prefill().standardError() < 0.0003);
    }

    @Test
    void saysBeforeAnyWindowThatItKnowsNothing() {
        regression.believe(PRIOR);
        assertEquals(Optional.empty(), regression.estimate());
        assertEquals(Optional.empty(), regression.idleWatts());
    }

    @Test
    void keepsTheBelievedProportionOfWhatCannotBeToldApart() {
        regression.believe(PRIOR);
        // Every token reads 1,000 tokens of context, so half the energy above base is KV reads by
        // the prior: 0.05 J and 0.02 J of each 0.07 J.
        for (int i = 0; i < 400; i++) {
            double tokens = 1_000 + 200 * (i % 5);
            double watts = 115 + 2 * 0.07 * tokens;
            regression.learn(window(0, tokens / 32, tokens, tokens * 1_000, watts));
        }
        Estimate learned = regression.estimate().orElseThrow();
        double perToken = learned.decode().value() + 1_000 * learned.kvRead().value();
        assertEquals(2 * 0.07, perToken, 0.005);
        double proportion = 1_000 * learned.kvRead().value() / perToken;
        assertTrue(proportion > 0.1 && proportion < 0.45, () -> "KV part " + proportion);
    }

    @Test
    void readsThatNobodySeesArePartOfAToken() {
        regression.believe(PRIOR);
        for (int i = 0; i < 200; i++) {
            double tokens = 1_000 + 200 * (i % 5);
            regression.learn(window(0, tokens / 32, tokens, 0, 115 + 0.07 * tokens));
        }
        Estimate learned = regression.estimate().orElseThrow();
        assertEquals(0, learned.kvRead().value(), 1e-6);
        assertEquals(0.07, learned.decode().value(), 0.003);
    }

    @Test
    void aFewWindowsThatStrayDoNotMoveIt() {
        learn(300, 100, 0.006, 0.08, 3e-5);
        double before = regression.estimate().orElseThrow().decode().value();
        for (int i = 0; i < 5; i++) {
            regression.learn(window(2_000, 30, 1_000, 1e6, 3_000));
        }
        double after = regression.estimate().orElseThrow().decode().value();
        assertEquals(before, after, 0.1 * before);
    }

    @Test
    void followsAnEngineThatBecameAnother() {
        learn(600, 100, 0.006, 0.08, 3e-5);
        learn(1_800, 100, 0.003, 0.04, 3e-5);
        Estimate learned = regression.estimate().orElseThrow();
        assertEquals(0.003, learned.prefill().value(), 0.0003);
        assertEquals(0.04, learned.decode().value(), 0.004);
    }

    @Test
    void learnsIdleWattsFromIdleWindowsAloneAndNotFromTheFirstAfterWork() {
        learn(10, 100, 0.006, 0.08, 3e-5);
        for (int i = 0; i < 3; i++) {
            regression.learn(window(0, 0, 0, 0, 300));
        }
        for (int i = 0; i < 20; i++) {
            regression.learn(window(0, 0, 0, 0, 92));
        }
        assertEquals(92, regression.idleWatts().orElseThrow().value(), 1e-9);
        assertEquals(10, regression.estimate().orElseThrow().windows());
    }

    @Test
    void anIdleNightForgetsNothing() {
        learn(300, 100, 0.006, 0.08, 3e-5);
        double before = regression.estimate().orElseThrow().kvRead().value();
        for (int i = 0; i < 50_000; i++) {
            regression.learn(window(0, 0, 0, 0, 100));
        }
        assertEquals(before, regression.estimate().orElseThrow().kvRead().value(), 0.1 * before);
    }

    @Test
    void aTokenCostsMoreInASmallerBatch() {
        for (int i = 0; i < 400; i++) {
            double batch = 1 << i % 6;
            double steps = 100 + random.nextDouble();
            regression.learn(
                    window(0, steps, steps * batch, 0, 100 + 2 * steps + 0.02 * steps * batch));
        }
        assertEquals(0.02 + 2.0 / 4, regression.estimate(4).orElseThrow().decode().value(), 0.03);
        assertEquals(0.02 + 2.0 / 32, regression.estimate(32).orElseThrow().decode().value(), 0.01);
    }

    @Test
    void refusesWindowsThatMakeNoSense() {
        Work work = new Work(1, 10, 1, 10, 10);
        assertTrue(regression.learn(new Window(work, 1_000_000)));
        assertFalse(regression.learn(new Window(work, -1)));
        assertFalse(regression.learn(new Window(work, Long.MAX_VALUE)));
        assertFalse(regression.learn(new Window(new Work(0, 1, 1, 1, 1), 1)));
        assertFalse(regression.learn(new Window(new Work(-1, 1, 1, 1, 1), 1)));
        assertFalse(regression.learn(new Window(new Work(1, -1, 1, 1, 1), 1)));
        assertFalse(regression.learn(new Window(new Work(1, 1, Double.NaN, 1, 1), 1)));
        assertEquals(1, regression.estimate().orElseThrow().windows());
    }

    /** Windows of a changing load, with 3 % noise. */
    private void learn(int windows, double base, double prefill, double decode, double kvRead) {
        for (int i = 0; i < windows; i++) {
            double prompts = random.nextDouble(0, 20_000);
            double steps = random.nextDouble(20, 100);
            double tokens = steps * random.nextDouble(8, 40);
            double reads = tokens * random.nextDouble(200, 4_000);
            double watts = base + prefill * prompts + decode * tokens + kvRead * reads;
            regression.learn(
                    window(prompts, steps, tokens, reads, watts * random.nextGaussian(1, 0.03)));
        }
    }

    private static Window window(
            double prompts, double steps, double tokens, double reads, double watts) {
        return new Window(new Work(1, prompts, steps, tokens, reads), Math.round(watts * 1e6));
    }

    private static void sane(Estimate estimate) {
        sane(estimate.base());
        sane(estimate.prefill());
        sane(estimate.decode());
        sane(estimate.kvRead());
        assertTrue(Double.isFinite(estimate.relativeError()) && estimate.relativeError() <= 1);
        assertTrue(estimate.batch() >= 1 && Double.isFinite(estimate.batch()));
    }

    private static void sane(Coefficient coefficient) {
        assertTrue(coefficient.value() >= 0 && Double.isFinite(coefficient.value()));
        assertTrue(
                coefficient.standardError() >= 0 && Double.isFinite(coefficient.standardError()));
    }

    @Provide
    Arbitrary<List<Window>> anything() {
        Arbitrary<Double> amounts =
                Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(4, Arbitraries.doubles().between(0, 1e5)),
                        net.jqwik.api.Tuple.of(2, Arbitraries.just(0.0)),
                        net.jqwik.api.Tuple.of(1, Arbitraries.just(1e9)),
                        net.jqwik.api.Tuple.of(
                                1, Arbitraries.of(-1.0, Double.NaN, Double.POSITIVE_INFINITY)));
        Arbitrary<Work> works =
                Combinators.combine(
                                Arbitraries.of(1.0, 0.5, 0.002, 5.0, 0.0, -1.0),
                                amounts,
                                amounts,
                                amounts,
                                amounts)
                        .as(Work::new);
        Arbitrary<Long> energies =
                Arbitraries.oneOf(
                        Arbitraries.longs().between(0, 1_000_000_000L), Arbitraries.longs());
        return Combinators.combine(works, energies).as(Window::new).list().ofMaxSize(60);
    }

    @Provide
    Arbitrary<Prior> priors() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 1e5),
                        Arbitraries.doubles().between(0, 1e3),
                        Arbitraries.doubles().between(0, 1e3),
                        Arbitraries.doubles().between(0, 1e-3).ofScale(9),
                        Arbitraries.doubles().between(1, 1e6))
                .as(Prior::new);
    }
}
